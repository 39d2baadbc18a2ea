import { setTimeout } from 'node:timers/promises'
import { asc } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Clock } from '../../contracts/call-context.ts'
import type { Database } from '../../platform/database/database.ts'
import { tenants } from '../../platform/database/schema.ts'
import { pruneRecords } from './prune-records.ts'

const DAY_IN_MS = 86_400_000
const INTERVAL_IN_MS = 3_600_000
/** A start has other things to do. */
const FIRST_IN_MS = 120_000

export interface KeepPruningOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Pick<Logger, 'info' | 'warn'>
  /** Of questions and answers. */
  readonly keptDays: number
  /** Of records; 0 keeps them for ever. */
  readonly auditKeptDays: number
}

/** Prune the records of every tenant, soon after the start and every hour, until disposed. Two processes at once do no harm. */
export function keepPruning({ database, clock, logger, keptDays, auditKeptDays }: KeepPruningOptions): AsyncDisposable {
  const stop = new AbortController()

  async function pruneAll(): Promise<void> {
    const rows = await database.system.select({ id: tenants.id }).from(tenants).orderBy(asc(tenants.id))
    for (const { id: tenant } of rows) {
      if (stop.signal.aborted) return
      const now = clock.now()
      const pruned = await pruneRecords(database, tenant, {
        answersBefore: new Date(now - keptDays * DAY_IN_MS),
        recordsBefore: auditKeptDays === 0 ? null : new Date(now - auditKeptDays * DAY_IN_MS),
        now: new Date(now),
      })
      if (pruned.answers + pruned.records > 0) logger.info({ tenant, ...pruned }, 'old answers were pruned')
    }
  }

  async function pruneAgainAndAgain(): Promise<void> {
    for (let pauseInMs = FIRST_IN_MS; ; pauseInMs = INTERVAL_IN_MS) {
      await setTimeout(pauseInMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
      if (stop.signal.aborted) return
      await pruneAll().catch((error: unknown) => logger.warn({ err: error }, 'old answers could not be pruned'))
    }
  }

  const pruning = pruneAgainAndAgain()
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error('the process stops'))
      await pruning
    },
  }
}
