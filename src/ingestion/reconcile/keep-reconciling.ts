import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Reconcile } from './reconcile-tenants.ts'

/** A start has other things to do. */
const FIRST_IN_MS = 60_000
const INTERVAL_IN_MS = 3_600_000
/** What was mended should be seen to be mended, and metrics to say so. */
const AFTER_MENDING_IN_MS = 5 * 60_000

export interface KeepReconcilingOptions {
  readonly reconcile: Reconcile
  readonly logger: Logger
  readonly firstInMs?: number
}

/** Compare the stores soon after the start, then every hour, and a little later where something was mended; until disposed. */
export function keepReconciling({
  reconcile,
  logger,
  firstInMs = FIRST_IN_MS,
}: KeepReconcilingOptions): AsyncDisposable {
  const stop = new AbortController()

  async function look(): Promise<number> {
    try {
      const reconciled = await reconcile(stop.signal)
      return reconciled !== null && reconciled.mended > 0 ? AFTER_MENDING_IN_MS : INTERVAL_IN_MS
    } catch (error) {
      if (!stop.signal.aborted) logger.warn({ err: error }, 'the stores could not be compared; it is tried again')
      return AFTER_MENDING_IN_MS
    }
  }

  async function lookAgainAndAgain(): Promise<void> {
    let pauseInMs = firstInMs
    for (;;) {
      await setTimeout(pauseInMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
      if (stop.signal.aborted) return
      pauseInMs = await look()
    }
  }

  const looking = lookAgainAndAgain()
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error('the process stops'))
      await looking
    },
  }
}
