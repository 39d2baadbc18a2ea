import type { Policy } from './policy.ts'

/** Signing in, signing out, the state of the process: needed before anybody is known. */
export const anyone: Policy = { name: 'anyone', sentence: 'Anyone, signed in or not.', allows: null }
