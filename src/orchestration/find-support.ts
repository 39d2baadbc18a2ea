import type { Analyser } from '../language/analyser.ts'
import { splitSentences } from '../language/sentences.ts'
import { words } from '../language/words.ts'
import type { NumberedPassage } from '../platform/chat-model/chat-model.ts'

/** The words of a passage that carry a sentence: `passage.text.slice(start, end)`, and how much of the sentence they hold. */
export interface Support {
  readonly number: number
  readonly start: number
  readonly end: number
  /** Share of the sentence's terms found there, 0 to 1; 0 when it names a number the passage does not. */
  readonly share: number
  /** The terms found there. */
  readonly terms: ReadonlySet<string>
}

/** A claim drawn from more than three neighbouring sentences is a summary that nobody can check at a glance. */
const LONGEST_QUOTE_IN_SENTENCES = 3
/** A longer quote must carry noticeably more to be worth reading. */
const WORTH_ANOTHER_SENTENCE = 0.1
const NUMBER_WORDS: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  eleven: '11',
  twelve: '12',
  fifteen: '15',
  twenty: '20',
  thirty: '30',
  sixty: '60',
  ninety: '90',
  hundred: '100',
}

/** Find the shortest run of sentences of a passage that carries a sentence best, or null when nothing of it is there. */
export function findSupport(sentence: string, passage: NumberedPassage, analyser: Analyser): Support | null {
  const known = new Set(analyser.analyse([passage.title, ...passage.heading].join('\n')))
  const claimed = new Set(analyser.analyse(sentence))
  const parts = splitSentences(passage.text).map(({ text, start, end }) => ({
    start,
    end,
    terms: new Set(analyser.analyse(text)),
  }))
  let best: Support | null = null
  for (let length = 1; length <= Math.min(LONGEST_QUOTE_IN_SENTENCES, parts.length); length += 1) {
    const needed = length === 1 ? 0 : (best?.share ?? 0) + WORTH_ANOTHER_SENTENCE
    for (let from = 0; from + length <= parts.length; from += 1) {
      const run = parts.slice(from, from + length)
      const held = new Set(run.flatMap((part) => [...part.terms]))
      const share = shareOf(claimed, held, known)
      const first = run[0]
      const last = run.at(-1)
      if (first === undefined || last === undefined || share <= Math.max(needed, best?.share ?? 0)) continue
      best = { number: passage.number, start: first.start, end: last.end, share, terms: held }
    }
  }
  return best
}

/** The numbers of a sentence, in digits or in words, that stand in none of the texts. */
export function numbersMissing(sentence: string, texts: readonly string[]): readonly string[] {
  const there = new Set(texts.flatMap(numbersOf))
  return numbersOf(sentence).filter((number) => !there.has(number))
}

/** Share of a sentence's terms that are held; names known from title and heading are no claim of the sentence's own. */
export function shareOf(claimed: ReadonlySet<string>, held: ReadonlySet<string>, known: ReadonlySet<string>): number {
  const own = [...claimed].filter((term) => held.has(term) || !known.has(term))
  return own.length === 0 ? 0 : own.filter((term) => held.has(term)).length / own.length
}

function numbersOf(text: string): string[] {
  const joined = text.replace(/(?<=\d)[,.](?=\d{3}\b)/g, '')
  return words(joined).flatMap(
    (word) => NUMBER_WORDS[word] ?? (/^\d/.test(word) ? [String(Number.parseFloat(word))] : []),
  )
}
