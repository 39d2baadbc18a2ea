import { detectAll } from 'tinyld'

/** Two samples: the first pages are titles and lists more often than those in the middle. */
const SAMPLE_LENGTH = 2_000
/** Shorter texts are guesses. */
const LEAST_LETTERS = 40
const LEAST_ACCURACY = 0.5

/** The language most of a text is written in, as ISO 639-1 code; null when there is too little of it to tell. */
export function detectLanguage(text: string): string | null {
  const middle = Math.floor(text.length / 2)
  const rest = text.length <= 2 * SAMPLE_LENGTH ? '' : text.slice(middle, middle + SAMPLE_LENGTH)
  const sample = text.slice(0, rest === '' ? 2 * SAMPLE_LENGTH : SAMPLE_LENGTH) + rest
  if ((sample.match(/\p{L}/gu)?.length ?? 0) < LEAST_LETTERS) return null
  const [best] = detectAll(sample)
  return best !== undefined && best.accuracy >= LEAST_ACCURACY ? best.lang : null
}
