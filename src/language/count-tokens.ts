import { countTokens as countBytePairs } from 'gpt-tokenizer/encoding/o200k_base'

/** Byte-pair encoding is superlinear on one long word (50,000 letters take 5.7 s), so longer runs are counted in pieces. */
const LONGEST_RUN = 256
/** Looked for at the beginning of words only: at every letter it would take longer than the counting itself. */
const LONG_RUN = /(?<!\S)\S{257,}/g
/** Text such as `<|endoftext|>` in a document is plain text; by default the tokenizer throws on it. */
const AS_PLAIN_TEXT = { disallowedSpecial: new Set<string>() }

/** How many tokens (o200k) a text has; a little more than exact for words of over 256 characters. */
export function countTokens(text: string): number {
  return countBytePairs(text.replace(LONG_RUN, splitRun), AS_PLAIN_TEXT)
}

function splitRun(run: string): string {
  const pieces: string[] = []
  for (let start = 0; start < run.length; start += LONGEST_RUN) pieces.push(run.slice(start, start + LONGEST_RUN))
  return pieces.join(' ')
}

/**
 * A word with the white space before it, and line breaks that a punctuation mark takes along: the tokenizer never joins
 * two of these into one token, so their counts add up.
 */
const WORD = /\s*\S+(?:(?<=[^\s\p{L}\p{N}])[\r\n]+)?|\s+$/gu
/** Words repeat: so many different ones are a book in several languages. */
const REMEMBERED_WORDS = 50_000

/** The same count, several times faster on one long text: it remembers what each of its words counts. */
export function createTokenCounter(): (text: string) => number {
  const known = new Map<string, number>()
  const word = new RegExp(WORD)

  function countWord(text: string): number {
    let count = known.get(text)
    if (count === undefined) {
      count = countTokens(text)
      if (known.size < REMEMBERED_WORDS) known.set(text, count)
    }
    return count
  }

  return (text) => {
    let tokens = 0
    let start = 0
    // Words follow each other without a gap, so that the place where one ends says all.
    word.lastIndex = 0
    while (word.test(text)) {
      tokens += countWord(text.slice(start, word.lastIndex))
      start = word.lastIndex
    }
    return tokens
  }
}
