import { roleNeeded } from './policy.ts'

/** Administrators set the access list of any document of their organisation. */
export const shareAnyDocument = roleNeeded(
  'share-any-document',
  'Admin',
  'Administrators set the access list of any document of their organisation.',
)
