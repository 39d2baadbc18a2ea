import { roleNeeded } from './policy.ts'

/** Administrators see how the installation is set; secrets nobody sees. */
export const seeSettings = roleNeeded(
  'see-settings',
  'Admin',
  'Administrators see how the installation is set; secrets nobody sees.',
)
