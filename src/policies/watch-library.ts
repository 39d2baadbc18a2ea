import { roleNeeded } from './policy.ts'

/** Administrators see every deletion, and whether the stores of the library agree. */
export const watchLibrary = roleNeeded(
  'watch-library',
  'Admin',
  'Administrators see every deletion, and whether the stores of the library agree.',
)
