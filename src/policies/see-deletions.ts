import { roleNeeded } from './policy.ts'

/** Contributors see what became of documents that they deleted or could have deleted. */
export const seeDeletions = roleNeeded(
  'see-deletions',
  'Contributor',
  'Contributors see what became of documents that they deleted or could have deleted; administrators of all.',
)
