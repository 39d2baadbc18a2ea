import type { Principal } from './principal.ts'

/** A source of time, so that tests can move it by hand. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number
}

/** What travels with every call: who asks, which request this is, how to cancel it, and what time it is. */
export interface CallContext {
  readonly principal: Principal
  readonly requestId: string
  readonly signal: AbortSignal
  readonly clock: Clock
  /** The trace the request belongs to, for whoever is called on its behalf. */
  readonly trace?: { readonly traceparent: string; readonly tracestate: string | undefined }
}

export const systemClock: Clock = { now: () => Date.now() }
