import { hash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Credential } from '../contracts/auth.ts'
import { isProblem } from '../contracts/errors.ts'
import type { SharedState } from '../platform/shared-state/shared-state.ts'
import { networkOf } from './network-of.ts'
import { headersOf, type RateDecision, refusalOf, WINDOW_IN_MS } from './rate-limits.ts'

export interface FailedSignIns {
  /** The refusal of an address that sent too many wrong credentials, before this one is looked at; null when it may go on. */
  readonly refuse: (attempt: Attempt, now: number) => Promise<RateDecision | null>
  /** A credential was wrong: counts against its address. */
  readonly failed: (attempt: Attempt, now: number) => Promise<void>
  /** A credential was right: from now on it is not held up by what others send from its address. */
  readonly succeeded: (credential: Credential, now: number) => void
}

export interface Attempt {
  /** The address it came from; one IPv6 network counts as one. */
  readonly address: string
  /** Null for forms. */
  readonly credential: Credential | null
}

/**
 * A whole office may share one address. A credential that was right within this time goes on to be verified even when the
 * address is over its limit; only one that was never seen waits with the rest.
 */
const KNOWN_FOR_IN_MS = 3_600_000
/** Told to the other gateways again when this much of its time has passed. */
const RENEW_AFTER_IN_MS = KNOWN_FOR_IN_MS / 2
/** Credentials that this process remembers by hash, about 200 bytes each. */
const REMEMBERED = 20_000

/** Limit how many wrong credentials an address may send per minute. */
export function createFailedSignIns(state: SharedState, limit: number): FailedSignIns {
  const seen = new LRUCache<string, number>({ max: REMEMBERED })
  const isKnownHere = (key: string, now: number) => now - (seen.get(key) ?? Number.NEGATIVE_INFINITY) < KNOWN_FOR_IN_MS
  const rulesFor = (address: string) => [
    { name: 'address', key: `sign-in:failed:${networkOf(address)}`, limit, windowInMs: WINDOW_IN_MS },
  ]
  return {
    refuse: async ({ address, credential }, now) => {
      const key = credential === null ? null : keyOf(credential)
      if (key !== null && isKnownHere(key, now)) return null
      const windows = await state.lookAtWindows(rulesFor(address), now)
      if (windows.every(({ remaining }) => remaining > 0)) return null
      if (key !== null && (await state.get(key, now)) !== null) return null
      const refusal = refusalOf({ violated: ['address'], windows }, 'too many wrong credentials came from your address')
      return { headers: headersOf(windows), refusal }
    },
    failed: async ({ address, credential }, now) => {
      if (credential !== null) {
        seen.delete(keyOf(credential))
        await state.delete(keyOf(credential))
      }
      await state.takeFromWindows(rulesFor(address), now)
    },
    succeeded: (credential, now) => {
      const key = keyOf(credential)
      if (now - (seen.get(key) ?? Number.NEGATIVE_INFINITY) < RENEW_AFTER_IN_MS) return
      seen.set(key, now)
      // Not waited for: the other gateways would only look at it again.
      void state.set(key, '1', KNOWN_FOR_IN_MS, now).catch(() => undefined)
    },
  }
}

/** True for an error that says that a credential is wrong. */
export function isWrongCredential(error: unknown): boolean {
  return isProblem(error) && (error.code === 'not-authenticated' || error.code === 'token-expired')
}

/** A credential is named twice on its way: before and after it is verified. */
const keys = new WeakMap<Credential, string>()

function keyOf(credential: Credential): string {
  const known = keys.get(credential)
  if (known !== undefined) return known
  const secret = credential.type === 'bearer' ? credential.token : credential.id
  const key = `sign-in:known:${hash('sha256', `${credential.type}:${secret}`, 'base64url')}`
  keys.set(credential, key)
  return key
}
