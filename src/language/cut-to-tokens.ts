import { countTokens } from './count-tokens.ts'

/** No tokenizer makes tokens this long on average: what lies behind is cut without being counted. */
const CHARACTERS_PER_TOKEN = 16

/** The beginning of a text that has at most so many tokens (o200k), never ending inside a character. */
export function cutToTokens(text: string, most: number): string {
  // A token is at least one byte of text.
  if (Buffer.byteLength(text) <= most) return text
  const readable = text.slice(0, most * CHARACTERS_PER_TOKEN)
  if (readable.length === text.length && countTokens(text) <= most) return text
  let [fits, tooLong] = [0, readable.length]
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2)
    if (countTokens(readable.slice(0, middle)) <= most) fits = middle
    else tooLong = middle
  }
  return wholeCharacters(readable.slice(0, fits))
}

/** A character beyond the basic plane is two code units; half of one is no text. */
function wholeCharacters(text: string): string {
  return text.isWellFormed() ? text : text.slice(0, -1)
}
