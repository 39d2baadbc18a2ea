import { reports as de } from './de/reports.ts'
import { reports as en } from './en/reports.ts'

/** The texts of the reports; read them with `useTexts`. */
export const reports = { en, de }
