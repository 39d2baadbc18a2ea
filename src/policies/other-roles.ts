import type { Policy } from './policy.ts'

/** Operations between processes: the signed call context of the other role is checked before anything else. */
export const otherRoles: Policy = {
  name: 'other-roles',
  sentence: 'Other roles of this installation, with a signed call context.',
  allows: () => true,
}
