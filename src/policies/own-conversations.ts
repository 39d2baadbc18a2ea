import { roleNeeded } from './policy.ts'

/** Readers begin, see, rename, export and delete conversations of their own; nobody sees those of others. */
export const ownConversations = roleNeeded(
  'own-conversations',
  'Reader',
  'Readers begin, see, rename, export and delete conversations of their own; nobody sees those of others.',
)
