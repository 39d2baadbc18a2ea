import { roleNeeded } from './policy.ts'

/** Administrators set budgets. */
export const manageLimits = roleNeeded('manage-limits', 'Admin', 'Administrators set budgets.')
