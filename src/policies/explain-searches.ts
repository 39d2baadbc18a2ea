import { roleNeeded } from './policy.ts'

/** Administrators ask how a search came to its passages, among those that they may read themselves. */
export const explainSearches = roleNeeded(
  'explain-searches',
  'Admin',
  'Administrators ask how a search came to its passages.',
)
