import { manageDocuments as de } from './de/manage-documents.ts'
import { manageDocuments as en } from './en/manage-documents.ts'

/** The texts of the documents page beyond the list itself; read them with `useTexts`. */
export const manageDocuments = { en, de }
