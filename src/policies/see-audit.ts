import { roleNeeded } from './policy.ts'

/** Administrators search the audit and export it, and place and lift legal holds; each of that is written down as well. */
export const seeAudit = roleNeeded(
  'see-audit',
  'Admin',
  'Administrators search the audit and export it, and place and lift legal holds; each of that is written down as well.',
)
