import { roleNeeded } from './policy.ts'

/** Administrators check whether the record of answers is as it was written. */
export const verifyRecords = roleNeeded(
  'verify-records',
  'Admin',
  'Administrators check whether the record of answers is as it was written.',
)
