import { words } from '../language/words.ts'

/** An acronym and what a text says that it stands for, as written there. */
export interface Acronym {
  readonly short: string
  readonly long: string
}

/** Each one adds terms to the search. */
const MOST_EXPANSIONS = 3
const SHORT = /^\p{Lu}{2,6}$/u
/** An acronym in the question; one that is written in capitals throughout holds none. */
const SHORT_IN_TEXT = /(?<![\p{L}\p{N}])\p{Lu}{2,6}(?![\p{L}\p{N}])/gu
/** Round brackets with up to twelve words: one side of them is an acronym. */
const BRACKETS = /\((?<inside>[^()\n]{2,120})\)/gu
/** As far is looked back from a bracket; a pattern that began there itself would try every letter of the text. */
const LOOK_BACK = 120
/** Words without a letter in the acronym: "Bureau of Standards (BS)". */
const SKIPPED = new Set(['of', 'and', 'the', 'for', 'in', 'on', 'to', 'a'])
const WORD = /[\p{L}\p{N}]+/gu

/** The acronyms that a text defines: "paid time off (PTO)" or "PTO (paid time off)". */
export function definitionsIn(text: string): readonly Acronym[] {
  const found: Acronym[] = []
  for (const { index, groups } of text.matchAll(BRACKETS)) {
    const [before, inside] = [wordsBefore(text, index), (groups?.['inside'] ?? '').trim()]
    const lastWord = before.match(WORD)?.at(-1) ?? ''
    if (SHORT.test(inside)) {
      const long = endingWith(before, inside)
      if (long !== null) found.push({ short: inside, long })
    } else if (SHORT.test(lastWord) && before.endsWith(lastWord) && endingWith(inside, lastWord) === inside) {
      found.push({ short: lastWord, long: inside })
    }
  }
  return found
}

/** What stands before a bracket in its line, back to any other bracket. */
function wordsBefore(text: string, at: number): string {
  const near = text.slice(Math.max(0, at - LOOK_BACK), at)
  const border = Math.max(near.lastIndexOf('('), near.lastIndexOf(')'), near.lastIndexOf('\n'))
  return near.slice(border + 1).trimEnd()
}

/** The words at the end of a text whose first letters make the acronym, or null. */
function endingWith(text: string, short: string): string | null {
  const parts = [...text.matchAll(WORD)]
  if (parts.length === 0 || !text.endsWith(parts.at(-1)?.[0] ?? '')) return null
  const letters = short.toLowerCase().split('')
  let at = parts.length
  for (const letter of letters.reverse()) {
    at--
    while (parts[at]?.[0][0]?.toLowerCase() !== letter && SKIPPED.has(parts[at]?.[0].toLowerCase() ?? '')) at--
    if (parts[at]?.[0][0]?.toLowerCase() !== letter) return null
  }
  return text.slice(parts[at]?.index ?? 0)
}

/** A form that stands in the question, and the other one. */
export interface Expansion {
  readonly from: string
  readonly to: string
}

/** The other forms of acronyms and long forms in a question, as these texts define them; a form defined twice goes by the first. */
export function expansionsOf(question: string, texts: readonly string[]): readonly Expansion[] {
  const shorts = new Set(/\p{Ll}/u.test(question) ? question.match(SHORT_IN_TEXT) : [])
  const spoken = ` ${words(question).join(' ')} `
  const found = new Map<string, Expansion>()
  for (const text of texts) {
    if (!text.includes('(')) continue
    for (const { short, long } of definitionsIn(text)) {
      const [asksShort, asksLong] = [shorts.has(short), spoken.includes(` ${words(long).join(' ')} `)]
      if (asksShort === asksLong) continue
      const from = asksShort ? short : words(long).join(' ')
      if (!found.has(from)) found.set(from, asksShort ? { from, to: long } : { from: long, to: short })
    }
  }
  return [...found.values()].slice(0, MOST_EXPANSIONS)
}
