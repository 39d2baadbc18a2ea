import { roleNeeded } from './policy.ts'

/** Administrators invite people, give roles and groups, and take them away. */
export const managePeople = roleNeeded(
  'manage-people',
  'Admin',
  'Administrators invite people, give roles and groups, and take them away.',
)
