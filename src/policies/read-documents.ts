import { roleNeeded } from './policy.ts'

/** Readers open the documents they may see. */
export const readDocuments = roleNeeded('read-documents', 'Reader', 'Readers open the documents they may see.')
