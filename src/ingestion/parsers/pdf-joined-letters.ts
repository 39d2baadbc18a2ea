import { shownSigns } from './pdf-content.ts'
import { readPdfObjects } from './pdf-objects.ts'

const ARABIC = /^[\p{Script=Arabic}\p{M}]+$/u
const ARABIC_WORD = /[\p{Script=Arabic}\p{M}]+/gu

/**
 * Arabic fonts draw some letters joined, as one sign: a lam before an alef. Signs stand in a file from left to right, and
 * the second reader turns them around letter by letter, the letters of a joined sign as well. The file knows what was
 * one sign: words with joined signs are turned around sign by sign instead.
 */
export function joinedLetters(bytes: Uint8Array): (text: string) => string {
  const objects = readPdfObjects(bytes)
  if (objects === null) return (text) => text
  const right = new Map<string, string>()
  const asTheyAre = new Set<string>()
  for (const signs of shownSigns(objects)) {
    for (const word of wordsOf(signs)) {
      const turned = Array.from(word.join('')).toReversed().join('')
      if (word.every((sign) => Array.from(sign).length === 1)) asTheyAre.add(turned)
      else right.set(turned, word.toReversed().join(''))
    }
  }
  for (const word of asTheyAre) right.delete(word)
  return (text) => (right.size === 0 ? text : text.replace(ARABIC_WORD, (word) => right.get(word) ?? word))
}

function* wordsOf(signs: readonly string[]): Generator<readonly string[]> {
  let word: string[] = []
  for (const sign of signs) {
    const letters = sign.normalize('NFKC')
    if (ARABIC.test(letters)) word.push(letters)
    else {
      if (word.length > 0) yield word
      word = []
    }
  }
  if (word.length > 0) yield word
}
