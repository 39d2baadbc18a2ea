import { roleNeeded } from './policy.ts'

/** Administrators see what was given up, and have it tried again or forgotten. */
export const manageDeadLetters = roleNeeded(
  'manage-dead-letters',
  'Admin',
  'Administrators see what was given up, and have it tried again or forgotten.',
)
