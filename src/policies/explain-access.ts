import { roleNeeded } from './policy.ts'

/** Administrators ask why somebody may or may not see a document. */
export const explainAccess = roleNeeded(
  'explain-access',
  'Admin',
  'Administrators ask why somebody may or may not see a document.',
)
