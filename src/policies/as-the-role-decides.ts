import type { Policy } from './policy.ts'

/** Routes that the gateway forwards: the process that hosts the role applies the policy of its own route. */
export const asTheRoleDecides: Policy = {
  name: 'as-the-role-decides',
  sentence: 'Whoever the role that answers lets through.',
  allows: null,
}
