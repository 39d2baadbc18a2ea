import { roleNeeded } from './policy.ts'

/** Readers ask and search, and are answered from documents they may see. */
export const askQuestions = roleNeeded(
  'ask-questions',
  'Reader',
  'Readers ask and search, and are answered from documents they may see.',
)
