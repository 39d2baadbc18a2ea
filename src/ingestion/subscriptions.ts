import type { Logger } from 'pino'
import { z } from 'zod'
import type { Bus } from '../platform/bus/bus.ts'
import { PURGE_QUEUE } from './delete-document.ts'
import { workOffFillJob } from './generations/fill-generation.ts'
import { FILL_QUEUE } from './generations/record-gaps.ts'
import { INDEX_ACCESS_QUEUE, IndexAccessJob, indexAccess } from './index-access.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'
import { type ProcessVersionDependencies, processVersion } from './process-version.ts'
import { type PurgeDependencies, workOffDeletion } from './purge-document.ts'
import type { ReadOutcome } from './read-version.ts'
import { createSharedReadings } from './shared-readings.ts'
import { createOutageLog } from './wait-out-outage.ts'

const IngestPayload = z.object({ tenant_id: z.string(), version_id: z.uuid() })
const PurgePayload = z.object({ tenant_id: z.string(), document_id: z.uuid() })

/** A library that grows needs new planner statistics now and then; refreshing takes well under a second. */
const STATISTICS_INTERVAL_IN_MS = 30_000

export interface SubscriptionDependencies
  extends Omit<ProcessVersionDependencies, 'outages' | 'readings'>,
    PurgeDependencies {
  readonly bus: Bus
  readonly logger: Logger
  /** How many documents are read at the same time. */
  readonly concurrency: number
}

/**
 * Start the ingestion worker: read uploaded versions, and remove what was deleted. Dispose what it returns before the parts
 * it works with: documents that are being read are left then, for the next worker, and none of them is held to be at fault.
 */
export async function subscribeIngestion(dependencies: SubscriptionDependencies): Promise<Disposable> {
  const { bus, concurrency, database, clock } = dependencies
  const worker = {
    ...dependencies,
    outages: createOutageLog(dependencies.logger),
    readings: createSharedReadings<ReadOutcome>(),
  }
  const stopping = new AbortController()
  let refreshedAt = clock.now()
  await bus.work(INGEST_QUEUE, { concurrency }, async ({ id, payload, attempt, signal }) => {
    const { tenant_id: tenantId, version_id: versionId } = IngestPayload.parse(payload)
    const key = { tenantId, versionId }
    await processVersion(worker, key, { id, attempt, signal: AbortSignal.any([signal, stopping.signal]) })
    if (clock.now() - refreshedAt < STATISTICS_INTERVAL_IN_MS) return
    refreshedAt = clock.now()
    await database.refreshStatistics()
  })
  await bus.work(PURGE_QUEUE, { concurrency: 1 }, ({ payload }) =>
    workOffDeletion(dependencies, PurgePayload.parse(payload)),
  )
  await bus.work(INDEX_ACCESS_QUEUE, { concurrency: 1 }, ({ payload, signal }) =>
    indexAccess(dependencies, IndexAccessJob.parse(payload), signal),
  )
  await bus.work(FILL_QUEUE, { concurrency: 1 }, ({ payload, signal }) =>
    workOffFillJob(dependencies, payload, AbortSignal.any([signal, stopping.signal])),
  )
  return { [Symbol.dispose]: () => stopping.abort() }
}
