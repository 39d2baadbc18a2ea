import { roleNeeded } from './policy.ts'

/** Readers see, export and delete what they asked themselves; nobody sees what others asked. */
export const ownAnswers = roleNeeded(
  'own-answers',
  'Reader',
  'Readers see, export and delete what they asked themselves; nobody sees what others asked.',
)
