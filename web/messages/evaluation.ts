import { evaluation as de } from './de/evaluation.ts'
import { evaluation as en } from './en/evaluation.ts'

/** The texts of the page on answer quality; read them with `useTexts`. */
export const evaluation = { en, de }
