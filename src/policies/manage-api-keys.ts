import { roleNeeded } from './policy.ts'

/** Administrators make and revoke API keys. */
export const manageApiKeys = roleNeeded('manage-api-keys', 'Admin', 'Administrators make and revoke API keys.')
