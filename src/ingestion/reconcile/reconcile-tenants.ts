import type { Meter } from '@opentelemetry/api'
import { asc } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Consistency } from '../../contracts/consistency.ts'
import { tenants } from '../../platform/database/schema.ts'
import type { EmbeddingModel } from '../../platform/embedding-model/embedding-model.ts'
import { asOnlyProcess } from '../as-only-process.ts'
import { resumeFilling } from '../generations/fill-generation.ts'
import { removeExpired } from '../generations/remove-generation.ts'
import type { GiveWay } from '../give-way.ts'
import { eraseRemoved } from './erase-removed.ts'
import { createTally, findDiscrepancies, lookNow } from './find-discrepancies.ts'
import type { Finding } from './findings.ts'
import { type MendDependencies, mend } from './mend.ts'
import { createSuspects } from './suspects.ts'

/** Findings that are mended after one look at a tenant; what is left waits for the next. */
const MOST_MENDED = 1_000

export interface ReconcileDependencies extends MendDependencies {
  readonly embedder: EmbeddingModel
  readonly logger: Logger
  readonly meter: Meter
  readonly giveWay?: GiveWay | undefined
}

export interface Reconciled {
  /** What was found, all tenants together, before it was mended. */
  readonly found: number
  readonly mended: number
}

/** Looks at the libraries of all tenants, and puts right what is certain. Null when another process is at it. */
export type Reconcile = (signal: AbortSignal) => Promise<Reconciled | null>

/** Make the reconciler. It keeps nothing but which originals it has seen without a document, and sets the metrics. */
export function createReconcile(dependencies: ReconcileDependencies): Reconcile {
  const { database, clock, logger } = dependencies
  const gauges = createGauges(dependencies.meter)
  const suspects = createSuspects()

  async function reconcileTenant(tenantId: string, signal: AbortSignal): Promise<Consistency & { mended: number }> {
    const tally = createTally(clock)
    const findings: Finding[] = []
    const look = lookNow(tenantId, dependencies, signal)
    for await (const finding of findDiscrepancies(dependencies, look)) {
      tally.add(finding)
      if (findings.length < MOST_MENDED && !suspects.mustWait(tenantId, finding, clock.now())) findings.push(finding)
    }
    const mended = await mend(dependencies, tenantId, findings)
    await eraseRemoved(dependencies, tenantId)
    await removeExpired(dependencies, tenantId)
    await resumeFilling(dependencies, tenantId)
    return { ...tally.report(), mended }
  }

  return (signal) =>
    asOnlyProcess(database, 'reconcile', async () => {
      const rows = await database.system.select({ id: tenants.id }).from(tenants).orderBy(asc(tenants.id))
      const totals = createTotals()
      for (const { id } of rows) {
        const report = await reconcileTenant(id, signal).catch((error: unknown) => {
          signal.throwIfAborted()
          logger.warn({ err: error, tenant: id }, 'the stores of a library could not be compared')
          return null
        })
        if (report === null || totals.add(report) === 0) continue
        const { orphans, missing, open_deletions, mended } = report
        logger.warn({ tenant: id, orphans, missing, open_deletions, mended }, 'the stores of a library did not agree')
      }
      gauges.record(totals)
      return { found: totals.found(), mended: totals.mended() }
    })
}

function createTotals() {
  const orphans = { index: 0, passages: 0, originals: 0, answers: 0 }
  const missing = { index: 0, passages: 0, originals: 0 }
  let [open, mended, found] = [0, 0, 0]
  return {
    orphans,
    missing,
    openDeletions: () => open,
    found: () => found,
    mended: () => mended,
    /** Returns how many findings the report has. */
    add: (report: Consistency & { readonly mended: number }): number => {
      let own = report.open_deletions
      for (const store of STORES_WITH_ORPHANS) {
        orphans[store] += report.orphans[store]
        own += report.orphans[store]
      }
      for (const store of STORES_WITH_GAPS) {
        missing[store] += report.missing[store]
        own += report.missing[store]
      }
      open += report.open_deletions
      mended += report.mended
      found += own
      return own
    },
  }
}

const STORES_WITH_ORPHANS = ['index', 'passages', 'originals', 'answers'] as const
const STORES_WITH_GAPS = ['index', 'passages', 'originals'] as const

function createGauges(meter: Meter) {
  const orphans = meter.createGauge('footnote_orphans', {
    description: 'Things in a store that nothing should lead to, at the last look.',
  })
  const missing = meter.createGauge('footnote_missing', {
    description: 'Versions that a store does not hold whole, at the last look.',
  })
  const open = meter.createGauge('footnote_open_deletions', {
    description: 'Deletions that were not complete after ten minutes, at the last look.',
  })
  return {
    record: (totals: ReturnType<typeof createTotals>): void => {
      for (const store of STORES_WITH_ORPHANS) orphans.record(totals.orphans[store], { store })
      for (const store of STORES_WITH_GAPS) missing.record(totals.missing[store], { store })
      open.record(totals.openDeletions())
    },
  }
}
