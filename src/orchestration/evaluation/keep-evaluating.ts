import type { Meter } from '@opentelemetry/api'
import { and, asc, desc, eq, isNotNull } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Database } from '../../platform/database/database.ts'
import { evaluationRuns } from '../../platform/database/evaluation-schema.ts'
import { generations, tenants } from '../../platform/database/schema.ts'
import { repeat } from '../../platform/repeat.ts'
import { type RequestRunDependencies, type RunRequest, requestRun } from './request-run.ts'

const INTERVAL_IN_MS = 60_000
/** A start has other things to do. */
const FIRST_IN_MS = 30_000
const DAY_IN_MS = 86_400_000

export interface KeepEvaluatingOptions extends RequestRunDependencies {
  readonly logger: Pick<Logger, 'warn'>
  readonly meter: Meter
  /** Minutes after midnight (UTC); null for never. */
  readonly nightlyAtMinute: number | null
}

/** Ask for a run of every organisation each night, and after each switch of its index, until disposed; and show what the last ones found. */
export function keepEvaluating(options: KeepEvaluatingOptions): AsyncDisposable {
  const look = createLook(options)
  return repeat(look, {
    firstInMs: FIRST_IN_MS,
    intervalInMs: INTERVAL_IN_MS,
    onError: (error) => options.logger.warn({ err: error }, 'evaluations could not be asked for'),
  })
}

/** One look at all organisations. Several processes may look at once: what is due is asked for once. */
export function createLook(options: Omit<KeepEvaluatingOptions, 'logger'>): (signal: AbortSignal) => Promise<void> {
  const { database, meter } = options
  const leaks = meter.createGauge('footnote_canary_leaks', {
    description: 'Documents that invented people found in the last evaluation and may not read, of all organisations.',
  })
  return async (signal) => {
    const rows = await database.system.select().from(tenants).orderBy(asc(tenants.id))
    let found: number | null = null
    for (const { id: tenantId, createdAt } of rows) {
      signal.throwIfAborted()
      const due = [...nightly(options, createdAt), ...(await flips(database, tenantId))]
      for (const request of due) await requestRun(options, { tenantId, requestedBy: null, ...request })
      const last = await lastLeaks(database, tenantId)
      if (last !== null) found = (found ?? 0) + last
    }
    if (found !== null) leaks.record(found)
  }
}

type Due = Pick<RunRequest, 'key' | 'trigger'>

/** The last night, if the organisation was there: one that nobody was up for is made up for at the next start. */
function nightly({ clock, nightlyAtMinute }: Omit<KeepEvaluatingOptions, 'logger'>, since: Date): Due[] {
  if (nightlyAtMinute === null) return []
  const now = clock.now()
  const midnight = now - (now % DAY_IN_MS)
  const today = midnight + nightlyAtMinute * 60_000
  const last = new Date(today <= now ? today : today - DAY_IN_MS)
  return last <= since ? [] : [{ key: `nightly:${last.toISOString()}`, trigger: 'nightly' }]
}

/** The last switch of the index: the moment at which one build took the place of another. */
async function flips(database: Database, tenantId: string): Promise<Due[]> {
  const orm = database.forTenant(tenantId)
  const active = and(eq(generations.tenantId, tenantId), eq(generations.active, true))
  const [row] = await orm
    .select({ id: generations.id, at: generations.activatedAt })
    .from(generations)
    .where(and(active, isNotNull(generations.activatedAt)))
  if (row === undefined || row.at === null) return []
  const before = and(eq(generations.tenantId, tenantId), eq(generations.retiredAt, row.at))
  const replaced = await orm.select({ id: generations.id }).from(generations).where(before).limit(1)
  return replaced.length === 0 ? [] : [{ key: `flip:${row.id}:${row.at.toISOString()}`, trigger: 'flip' }]
}

/** Null where nobody has probed yet. */
async function lastLeaks(database: Database, tenantId: string): Promise<number | null> {
  const [row] = await database
    .forTenant(tenantId)
    .select({ leaks: evaluationRuns.leaks })
    .from(evaluationRuns)
    .where(and(eq(evaluationRuns.tenantId, tenantId), isNotNull(evaluationRuns.leaks)))
    .orderBy(desc(evaluationRuns.createdAt))
    .limit(1)
  return row?.leaks ?? null
}
