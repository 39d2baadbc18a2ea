import { detectAll } from 'tinyld'

/** Two samples: the first pages are titles and lists more often than those in the middle. */
const SAMPLE_LENGTH = 2_000
/** Shorter texts are guesses. */
const LEAST_LETTERS = 50
const LEAST_LATIN_LETTERS = 100
const LEAST_ACCURACY = 0.5

/** The language most of a text is written in, as ISO 639-1 code; null when there is too little of it to tell. */
export function detectLanguage(text: string): string | null {
  const middle = Math.floor(text.length / 2)
  const isShort = text.length <= 2 * SAMPLE_LENGTH
  const sample = isShort ? text : text.slice(0, SAMPLE_LENGTH) + text.slice(middle, middle + SAMPLE_LENGTH)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  const isLatin = (sample.match(/\p{Script=Latin}/gu)?.length ?? 0) > letters / 2
  if (letters < (isLatin ? LEAST_LATIN_LETTERS : LEAST_LETTERS)) return null
  // Abbreviations in Latin letters are taken for Hindi and others that are written in letters of their own.
  const best = detectAll(sample).find(({ lang }) => isWrittenInLatin(lang) === isLatin)
  return best !== undefined && best.accuracy >= LEAST_ACCURACY ? best.lang : null
}

function isWrittenInLatin(language: string): boolean {
  return new Intl.Locale(language).maximize().script === 'Latn'
}
