import { setTimeout } from 'node:timers/promises'
import type { Meter } from '@opentelemetry/api'
import { asc } from 'drizzle-orm'
import type { Logger } from 'pino'
import { tenants } from '../../platform/database/schema.ts'
import { type CheckDependencies, checkRecords } from './check-records.ts'

/** Reading a hundred thousand records takes a few seconds; changes of old ones are not urgent. */
const INTERVAL_IN_MS = 6 * 3_600_000
/** A start has other things to do. */
const FIRST_IN_MS = 5_000

export interface RecordWatchOptions {
  readonly check: CheckDependencies
  readonly logger: Pick<Logger, 'error' | 'warn'>
  readonly meter: Meter
}

/** Follow the chains of records of all tenants, soon after the start and every six hours, and show how many are broken. */
export function watchRecords({ check, logger, meter }: RecordWatchOptions): AsyncDisposable {
  const stop = new AbortController()
  const chains = meter.createGauge('footnote_record_chains', {
    description: 'Tenants whose records were checked, by whether the chain is whole.',
  })

  async function checkAll(): Promise<void> {
    const found = { whole: 0, broken: 0 }
    const rows = await check.database.system.select({ id: tenants.id }).from(tenants).orderBy(asc(tenants.id))
    for (const { id: tenant } of rows) {
      if (stop.signal.aborted) return
      const { broken } = await checkRecords(check, tenant)
      found[broken === null ? 'whole' : 'broken'] += 1
      if (broken !== null) logger.error({ tenant, ...broken }, 'the chain of records is broken: somebody changed one')
    }
    chains.record(found.whole, { state: 'whole' })
    chains.record(found.broken, { state: 'broken' })
  }

  async function checkAgainAndAgain(): Promise<void> {
    for (let pauseInMs = FIRST_IN_MS; ; pauseInMs = INTERVAL_IN_MS) {
      await setTimeout(pauseInMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
      if (stop.signal.aborted) return
      await checkAll().catch((error: unknown) => logger.warn({ err: error }, 'the records could not be checked'))
    }
  }

  const checking = checkAgainAndAgain()
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error('the process stops'))
      await checking
    },
  }
}
