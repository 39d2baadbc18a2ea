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
