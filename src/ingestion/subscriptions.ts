import { z } from 'zod'
import { type Bus, MAXIMUM_DELIVERIES } from '../platform/bus/bus.ts'
import { PURGE_QUEUE, type PurgeDependencies, purgeDocument } from './delete-document.ts'
import { INDEX_ACCESS_QUEUE, IndexAccessJob, indexAccess } from './index-access.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'
import { type ProcessVersionDependencies, processVersion } from './process-version.ts'
import { recordProgress, type VersionKey } from './version-progress.ts'

const IngestPayload = z.object({ tenant_id: z.string(), version_id: z.uuid() })
const PurgePayload = z.object({ tenant_id: z.string(), document_id: z.uuid() })

/** A library that grows needs new planner statistics now and then; refreshing takes well under a second. */
const STATISTICS_INTERVAL_IN_MS = 30_000

export interface SubscriptionDependencies extends ProcessVersionDependencies, PurgeDependencies {
  readonly bus: Bus
  /** How many documents are read at the same time. */
  readonly concurrency: number
}

/** Start the ingestion worker: read uploaded versions, and remove what was deleted. */
export async function subscribeIngestion(dependencies: SubscriptionDependencies): Promise<void> {
  const { bus, concurrency, database, clock } = dependencies
  let refreshedAt = clock.now()
  await bus.work(INGEST_QUEUE, { concurrency }, async ({ payload, attempt, signal }) => {
    const { tenant_id: tenantId, version_id: versionId } = IngestPayload.parse(payload)
    const key = { tenantId, versionId }
    try {
      await processVersion(dependencies, key, { attempt, signal })
    } catch (error) {
      await recordSetback(dependencies, key, attempt)
      throw error
    }
    if (clock.now() - refreshedAt < STATISTICS_INTERVAL_IN_MS) return
    refreshedAt = clock.now()
    await database.refreshStatistics()
  })
  await bus.work(PURGE_QUEUE, { concurrency: 1 }, ({ payload }) =>
    purgeDocument(dependencies, PurgePayload.parse(payload)),
  )
  await bus.work(INDEX_ACCESS_QUEUE, { concurrency: 1 }, ({ payload, signal }) =>
    indexAccess(dependencies, IndexAccessJob.parse(payload), signal),
  )
}

/** A job that fails is tried again; after the last attempt the document says so instead of looking busy for ever. */
function recordSetback({ database, clock }: SubscriptionDependencies, key: VersionKey, attempt: number): Promise<void> {
  if (attempt < MAXIMUM_DELIVERIES) {
    const detail = `Attempt ${attempt} of ${MAXIMUM_DELIVERIES} did not succeed; it is tried again.`
    return recordProgress(database, key, { state: 'queued', detail }, clock)
  }
  const detail =
    'Reading it failed on our side again and again; upload it again, and tell an administrator if that fails too.'
  return recordProgress(database, key, { state: 'failed', reason: 'internal', detail }, clock)
}
