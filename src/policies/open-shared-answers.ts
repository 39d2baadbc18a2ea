import { roleNeeded } from './policy.ts'

/** Readers open an answer whose link a colleague gave them, as far as they may read the documents it rests on. */
export const openSharedAnswers = roleNeeded(
  'open-shared-answers',
  'Reader',
  'Readers open an answer whose link a colleague gave them, as far as they may read the documents it rests on.',
)
