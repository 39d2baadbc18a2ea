import { type Clock, systemClock } from '../../contracts/call-context.ts'

/** `closed` lets calls through, `open` none, `half-open` one that finds out whether the server is back. */
export type CircuitState = 'closed' | 'open' | 'half-open'
/** What a call says about the server; `unknown` when it ended before the server could show anything. */
export type CallOutcome = 'worked' | 'down' | 'unknown'

export interface CircuitBreaker {
  readonly state: () => CircuitState
  /** Milliseconds until it is worth asking; 0 when a call may begin. */
  readonly retryInMs: () => number
  /** Begin a call that `retryInMs` allows; tell once how it ended. */
  readonly begin: () => (outcome: CallOutcome) => void
}

export interface CircuitBreakerOptions {
  readonly clock?: Clock
  /** So many calls in a row must find the server down. */
  readonly failuresToOpen?: number
  readonly openForInMs?: number
}

/** One failure can be chance, and every further one costs somebody the whole wait. */
const FAILURES_TO_OPEN = 3
/** A restarted server is used again within this time. */
const OPEN_FOR_IN_MS = 15_000

/** Make a breaker that leaves a server alone once several calls in a row found it down. */
export function createCircuitBreaker({
  clock = systemClock,
  failuresToOpen = FAILURES_TO_OPEN,
  openForInMs = OPEN_FOR_IN_MS,
}: CircuitBreakerOptions = {}): CircuitBreaker {
  let failures = 0
  let openedAt: number | null = null
  let probing = false

  const leftInMs = () => (openedAt === null ? 0 : Math.max(0, openedAt + openForInMs - clock.now()))

  function end(outcome: CallOutcome): void {
    if (outcome === 'worked') {
      failures = 0
      openedAt = null
    }
    if (outcome !== 'down') return
    failures += 1
    if (failures >= failuresToOpen) openedAt = clock.now()
  }

  return {
    state: () => {
      if (openedAt === null) return 'closed'
      return leftInMs() > 0 ? 'open' : 'half-open'
    },
    retryInMs: () => leftInMs() || (probing ? openForInMs : 0),
    begin: () => {
      const isProbe = openedAt !== null
      probing ||= isProbe
      return (outcome) => {
        if (isProbe) probing = false
        end(outcome)
      }
    },
  }
}
