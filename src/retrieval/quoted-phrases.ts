import { words } from '../language/words.ts'

/** Words between quotation marks: they must stand in a passage, in this order. */
export interface QuotedPhrase {
  readonly text: string
  /** Normalised words, not stems: "paid" is not "pay". */
  readonly words: readonly string[]
  /** Where it stands in the question, marks included. */
  readonly start: number
  readonly end: number
}

/** Each further phrase is a search of its own. */
const MOST_PHRASES = 5
/**
 * A mark that opens stands before a word and not behind one, so that 6" and 8" are no marks. Single quotes are left alone:
 * they are apostrophes.
 */
const QUOTED = /(?<![\p{L}\p{N}])(?:"(?=\S)([^"]*?\S)"|“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»)(?![\p{L}\p{N}])/gu
const STRAIGHT = /"/g

/** The quoted phrases of a question, in order. Quotation marks without a partner are plain text. */
export function quotedPhrases(question: string): readonly QuotedPhrase[] {
  const isBalanced = (question.match(STRAIGHT) ?? []).length % 2 === 0
  return [...question.matchAll(QUOTED)]
    .filter((match) => isBalanced || match[1] === undefined)
    .map((match) => {
      const text = (match[1] ?? match[2] ?? match[3] ?? match[4] ?? '').trim()
      return { text, words: words(text), start: match.index, end: match.index + match[0].length }
    })
    .filter((phrase) => phrase.words.length > 0)
    .slice(0, MOST_PHRASES)
}

/** True when one of the texts holds all words of the phrase one after the other. A phrase never runs across two texts. */
export function holdsPhrase(texts: readonly string[], phrase: Pick<QuotedPhrase, 'words'>): boolean {
  const looked = spaced(phrase.words)
  return texts.some((text) => spaced(words(text)).includes(looked))
}

function spaced(parts: readonly string[]): string {
  return ` ${parts.join(' ')} `
}
