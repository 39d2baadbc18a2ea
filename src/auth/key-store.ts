import { problem } from '../contracts/errors.ts'
import { type KeySet, readKeySet, type VerificationKey } from './verification-key.ts'

/** The keys of one issuer. */
export interface KeyStore {
  /** The key of this id, or null. Throws `service-unavailable` when the provider was never reached, or not for a day. */
  readonly find: (kid: string, now: number) => Promise<VerificationKey | null>
  /** False once a key has left the set, or the set is too old to be believed. Costs nothing; looks for news when they are due. */
  readonly isCurrent: (key: VerificationKey, now: number) => boolean
}

const MINUTE_IN_MS = 60_000
/** Providers rotate keys without notice; Microsoft asks to look this often. */
export const REFRESH_AFTER_IN_MS = 60 * MINUTE_IN_MS
/** Keys serve this long while their provider cannot be reached. A key that was withdrawn must not live for ever. */
export const BELIEVED_FOR_IN_MS = 24 * 60 * MINUTE_IN_MS
/** Key ids come from whoever sends a token: without this pause strangers could make us flood the provider. */
export const UNKNOWN_KEY_PAUSE_IN_MS = 5 * MINUTE_IN_MS
/** While there are no keys at all every caller is turned away, so that the next attempt comes soon. */
export const RETRY_PAUSE_IN_MS = 10_000

/** Keys that are known from the start and never change. */
export function createStaticKeys(document: unknown): KeyStore {
  const keys = readKeySet(document)
  return { find: async (kid) => (await keys).get(kid) ?? null, isCurrent: () => true }
}

/** Keys that a provider publishes: kept, refreshed on use without making anybody wait, and held on to while it is down. */
export function createRemoteKeys(load: () => Promise<KeySet>): KeyStore {
  let keys: KeySet = new Map()
  let loadedAt = Number.NEGATIVE_INFINITY
  let attemptedAt = Number.NEGATIVE_INFINITY
  let unknownAskedAt = Number.NEGATIVE_INFINITY
  let loading: Promise<boolean> | undefined

  async function attempt(now: number): Promise<boolean> {
    attemptedAt = now
    try {
      const loaded = await load()
      // An empty set would turn everybody away; whoever publishes one made a mistake.
      if (loaded.size === 0) return false
      keys = loaded
      loadedAt = now
      return true
    } catch {
      return false
    } finally {
      loading = undefined
    }
  }

  const refresh = (now: number): Promise<boolean> => (loading ??= attempt(now))
  const isBelieved = (now: number) => now - loadedAt < BELIEVED_FOR_IN_MS
  const mayAttempt = (now: number, pauseInMs: number) => loading !== undefined || now - attemptedAt >= pauseInMs

  /** Look for news in the background when an hour has passed. */
  function refreshWhenDue(now: number): void {
    if (now - loadedAt >= REFRESH_AFTER_IN_MS && mayAttempt(now, UNKNOWN_KEY_PAUSE_IN_MS)) void refresh(now)
  }

  return {
    find: async (kid, now) => {
      if (!isBelieved(now)) {
        if (!mayAttempt(now, RETRY_PAUSE_IN_MS) || !(await refresh(now))) throw unreachable()
        return keys.get(kid) ?? null
      }
      refreshWhenDue(now)
      const known = keys.get(kid)
      if (known !== undefined) return known
      // Counted apart from other refreshes: a key that is new minutes after the start must not wait for the pause.
      if (loading !== undefined || now - unknownAskedAt >= UNKNOWN_KEY_PAUSE_IN_MS) {
        unknownAskedAt = now
        await refresh(now)
      }
      return keys.get(kid) ?? null
    },
    isCurrent: (key, now) => {
      if (!isBelieved(now)) return false
      refreshWhenDue(now)
      return keys.get(key.kid) === key
    },
  }
}

function unreachable(): Error {
  return problem(
    'service-unavailable',
    'Tokens cannot be checked right now: their provider does not answer. Try again.',
    {
      retryAfterInSeconds: RETRY_PAUSE_IN_MS / 1000,
    },
  )
}
