import { roleNeeded } from './policy.ts'

/** Readers see their own usage; the usage of everyone is for administrators. */
export const seeUsage = roleNeeded(
  'see-usage',
  'Reader',
  'Readers see their own usage; the usage of everyone is for administrators.',
)
