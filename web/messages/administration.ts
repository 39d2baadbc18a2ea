import { administration as de } from './de/administration.ts'
import { administration as en } from './en/administration.ts'

/** The texts of the administration; read them with `useTexts`. */
export const administration = { en, de }
