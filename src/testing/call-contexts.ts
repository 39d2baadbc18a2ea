import { type CallContext, type Clock, systemClock } from '../contracts/call-context.ts'
import type { Principal } from '../contracts/principal.ts'

/** A clock that moves only when it is told to. */
export interface ManualClock extends Clock {
  readonly advance: (milliseconds: number) => void
}

const A_MORNING = Date.parse('2026-03-02T09:00:00.000Z')

export function createManualClock(start = A_MORNING): ManualClock {
  let now = start
  return { now: () => now, advance: (milliseconds) => void (now += milliseconds) }
}

/** A reader called "reader" of the tenant "t1" unless told otherwise. */
export function principalFor(given: Partial<Principal> = {}): Principal {
  return { tenant_id: 't1', object_id: 'reader', group_ids: [], roles: ['Reader'], kind: 'user', ...given }
}

/** The context of a call by `principalFor(principal)`. */
export function contextFor(
  principal: Partial<Principal> = {},
  {
    clock = systemClock,
    signal = new AbortController().signal,
  }: { readonly clock?: Clock; readonly signal?: AbortSignal } = {},
): CallContext {
  return { principal: principalFor(principal), requestId: 'request-1', signal, clock }
}
