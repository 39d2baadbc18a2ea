import { roleNeeded } from './policy.ts'

/** Administrators keep the golden questions and measure answers on them. */
export const manageEvaluation = roleNeeded(
  'manage-evaluation',
  'Admin',
  'Administrators keep the golden questions and measure answers on them.',
)
