import { type Clock, systemClock } from '../../contracts/call-context.ts'
import { retryAfterOf } from '../openai/retry-after.ts'

/** What a server lets us ask at the moment, as far as it told. */
export interface RateBudget {
  /** Milliseconds until a call of so many tokens fits; 0 when it fits now. */
  readonly delayInMs: (tokens: number) => number
  /** Take a call out of the budget, until the server tells anew what is left. */
  readonly take: (tokens: number) => void
  /** Read `x-ratelimit-*` and, of a reply that asks to wait, `Retry-After`. */
  readonly learn: (headers: Headers, mustWait: boolean) => void
}

/** Limits count by the minute where the server does not say when they are renewed. */
const USUAL_RENEWAL_IN_MS = 60_000
/** A busy server that does not say for how long. */
const PAUSE_IN_MS = 1_000
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/** A bucket that fills steadily up to the limit, or all at once when the limit is not known. */
interface Bucket {
  readonly limit: number | null
  readonly left: number
  readonly renewalInMs: number
  readonly at: number
}

/** Make an empty memory of a server's limits: until it tells of some, everything fits. */
export function createRateBudget(clock: Clock = systemClock): RateBudget {
  let requests: Bucket | null = null
  let tokens: Bucket | null = null
  let pausedUntil = 0

  return {
    delayInMs: (wanted) => {
      const now = clock.now()
      return Math.ceil(Math.max(0, pausedUntil - now, delayOf(requests, 1, now), delayOf(tokens, wanted, now)))
    },
    take: (taken) => {
      const now = clock.now()
      requests = lessened(requests, 1, now)
      tokens = lessened(tokens, taken, now)
    },
    learn: (headers, mustWait) => {
      const now = clock.now()
      requests = bucketOf(headers, 'requests', now) ?? requests
      tokens = bucketOf(headers, 'tokens', now) ?? tokens
      const seconds = retryAfterOf(headers)
      if (mustWait) pausedUntil = now + (seconds === undefined ? PAUSE_IN_MS : seconds * 1000)
    },
  }
}

function bucketOf(headers: Headers, kind: 'requests' | 'tokens', now: number): Bucket | null {
  const left = numberIn(headers.get(`x-ratelimit-remaining-${kind}`))
  if (left === null) return null
  const limit = numberIn(headers.get(`x-ratelimit-limit-${kind}`))
  const renewalInMs = durationIn(headers.get(`x-ratelimit-reset-${kind}`)) ?? USUAL_RENEWAL_IN_MS
  return { limit, left, renewalInMs, at: now }
}

function leftOf({ limit, left, renewalInMs, at }: Bucket, now: number): number {
  const share = renewalInMs === 0 ? 1 : Math.min(1, (now - at) / renewalInMs)
  if (limit === null) return share === 1 ? Number.POSITIVE_INFINITY : left
  return left + share * (limit - left)
}

function delayOf(bucket: Bucket | null, wanted: number, now: number): number {
  if (bucket === null || leftOf(bucket, now) >= Math.min(wanted, bucket.limit ?? wanted)) return 0
  const { limit, left, renewalInMs, at } = bucket
  // Whoever wants more than the limit waits until it is full, and is then told by the server.
  const share = limit === null ? 1 : (Math.min(wanted, limit) - left) / (limit - left)
  return at + share * renewalInMs - now
}

function lessened(bucket: Bucket | null, taken: number, now: number): Bucket | null {
  if (bucket === null) return null
  const left = leftOf(bucket, now)
  if (left === Number.POSITIVE_INFINITY) return null
  const renewalInMs = Math.max(0, bucket.at + bucket.renewalInMs - now)
  if (bucket.limit === null) return { ...bucket, left: left - taken, at: now, renewalInMs }
  // As fast as before, a fuller bucket is full sooner and an emptier one later.
  const perMs = (bucket.limit - bucket.left) / Math.max(1, bucket.renewalInMs)
  const missing = bucket.limit - (left - taken)
  return { ...bucket, left: left - taken, at: now, renewalInMs: perMs > 0 ? missing / perMs : USUAL_RENEWAL_IN_MS }
}

function numberIn(text: string | null): number | null {
  const number = text ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : null
}

/** Milliseconds of `6m0s`, `20ms`, `1.5s`, or plain seconds. */
function durationIn(text: string | null): number | null {
  const seconds = numberIn(text)
  if (seconds !== null) return seconds * 1_000
  const parts = [...(text ?? '').matchAll(/([\d.]+)(ms|s|m|h)/g)]
  if (parts.length === 0) return null
  return parts.reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0)
}
