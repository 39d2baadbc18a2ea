import { roleNeeded } from './policy.ts'

/** Contributors add documents, and change and delete those they may see. */
export const writeDocuments = roleNeeded(
  'write-documents',
  'Contributor',
  'Contributors add documents, and change and delete those they may see.',
)
