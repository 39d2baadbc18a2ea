import { acts as de } from './de/acts.ts'
import { acts as en } from './en/acts.ts'

/** The texts of what people and programs did; read them with `useTexts`. */
export const acts = { en, de }
