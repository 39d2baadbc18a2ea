import type { Analyser } from '../language/analyser.ts'
import { words } from '../language/words.ts'

/**
 * Words that a question may have or not have without asking for something else. Whatever is not on this list counts:
 * numbers, names, negations, "before" and "after", question words, and every word of a language that is not here.
 */
const IDLE_WORDS: ReadonlySet<string> = new Set(
  (
    'a an the is are be do does of for please tell me can could would you kindly know we my our hi hello thanks ' +
    'der die das den dem des ein eine einen einem einer eines ist sind bitte sagen sie mir ich wir mein meine denn'
  ).split(' '),
)

/** What two questions must have in common to be taken for the same: every word that tells, stemmed, as often; numbers in the same order. */
export function tellingWords(question: string, { stem }: Pick<Analyser, 'stem'>): string {
  const found = words(question)
  const numbers = found.filter((word) => DIGIT.test(word))
  const others = found.filter((word) => !DIGIT.test(word) && !IDLE_WORDS.has(word)).map(stem)
  const capitals = question.match(CAPITALS) ?? []
  return JSON.stringify([numbers, others.toSorted(), capitals.toSorted()])
}

const DIGIT = /\p{N}/u
/** Behind the first word: the A of "plan A" and the US are no idle words. */
const CAPITALS = /(?<=\S\s+)\p{Lu}+(?![\p{L}\p{N}])/gu

/** Cosine similarity of two vectors of unit length. */
export function similarityOf(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
