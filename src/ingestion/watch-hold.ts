import type { Clock } from '../contracts/call-context.ts'
import type { Database } from '../platform/database/database.ts'
import { type Hold, HoldLost, recordProgress } from './hold-version.ts'

/** How soon a worker in a long step notices that its document was cancelled, deleted or taken over. */
const LOOK_INTERVAL_IN_MS = 2_000

export interface HoldWatchDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly lookIntervalInMs?: number
}

/** Says now and then that the worker is alive. */
export interface HoldWatch extends Disposable {
  /** Aborts when the delivery's own signal does, and with `HoldLost` when the version is no longer this worker's. */
  readonly signal: AbortSignal
}

/** Watch over a version while a worker is at it. Dispose it when the work is done. */
export function watchHold(
  { database, clock, lookIntervalInMs = LOOK_INTERVAL_IN_MS }: HoldWatchDependencies,
  hold: Hold,
  signal: AbortSignal,
): HoldWatch {
  const lost = new AbortController()
  let looking = false
  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    try {
      await recordProgress(database.forTenant(hold.tenantId), hold, {}, clock)
    } catch (error) {
      // A database that does not answer says nothing about the hold; the work itself will meet it.
      if (error instanceof HoldLost) lost.abort(error)
    } finally {
      looking = false
    }
  }
  const timer = setInterval(() => void look(), lookIntervalInMs)
  timer.unref()
  return {
    signal: AbortSignal.any([signal, lost.signal]),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
