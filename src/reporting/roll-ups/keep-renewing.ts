import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Clock } from '../../contracts/call-context.ts'
import type { Database } from '../../platform/database/database.ts'
import { usageMarks } from '../../platform/database/usage-schema.ts'
import { renewRollups } from './renew-rollups.ts'

/** Whoever looks at a report has its newest hours counted first; this keeps what waits small. */
const INTERVAL_IN_MS = 60_000
/** Then the next tenant has its turn. */
const TURN = 20

export interface KeepRenewingOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn'>
}

/** Renew the roll-ups of every tenant again and again, until disposed. Tenants take turns. */
export function keepRenewing({ database, clock, logger }: KeepRenewingOptions): AsyncDisposable {
  const stop = new AbortController()

  async function renewAll(): Promise<void> {
    const rows = await database.system.selectDistinct({ tenantId: usageMarks.tenantId }).from(usageMarks)
    let waiting = rows.map(({ tenantId }) => tenantId).toSorted()
    while (waiting.length > 0 && !stop.signal.aborted) {
      const unfinished: string[] = []
      for (const tenantId of waiting) {
        if (stop.signal.aborted) return
        const options = { now: new Date(clock.now()), atMost: TURN, upTo: 'months' } as const
        if ((await renewRollups(database, tenantId, options)) === TURN) unfinished.push(tenantId)
      }
      waiting = unfinished
    }
  }

  async function renewAgainAndAgain(): Promise<void> {
    for (;;) {
      await setTimeout(INTERVAL_IN_MS, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
      if (stop.signal.aborted) return
      await renewAll().catch((error: unknown) => logger.warn({ err: error }, 'usage could not be rolled up'))
    }
  }

  const renewing = renewAgainAndAgain()
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error('the process stops'))
      await renewing
    },
  }
}
