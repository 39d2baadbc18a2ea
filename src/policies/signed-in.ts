import type { Policy } from './policy.ts'

/** What concerns only the caller: who one is, one's own sessions. */
export const signedIn: Policy = {
  name: 'signed-in',
  sentence: 'Everyone who is signed in, for themselves.',
  allows: () => true,
}
