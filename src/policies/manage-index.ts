import { roleNeeded } from './policy.ts'

/** Administrators rebuild the search index, choose which build of it is used, and remove others. */
export const manageIndex = roleNeeded(
  'manage-index',
  'Admin',
  'Administrators rebuild the search index, choose which build of it is used, and remove others.',
)
