import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { INGEST_QUEUE, type IngestJob } from './ingest-queue.ts'

/** States in which a worker was at work when it last wrote something down. */
const STATES_AT_WORK = ['parsing', 'embedding', 'indexing'] as const

/**
 * Enqueue versions again that were begun and that no job will finish. A process that is killed again and again uses up the
 * deliveries of a job without the document being at fault; without this, such a document would look busy for ever.
 * Returns how many were enqueued.
 */
export async function resumeUnfinished({
  database,
  bus,
}: {
  readonly database: Database
  readonly bus: Bus
}): Promise<number> {
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const begun = or(
    inArray(documentVersions.state, [...STATES_AT_WORK]),
    and(eq(documentVersions.state, 'queued'), gt(documentVersions.attempt, 0)),
  )
  const rows = await database.system
    .select({ tenant_id: documentVersions.tenantId, version_id: documentVersions.id })
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(and(begun, isNull(documents.deletedAt)))
  let resumed = 0
  for (const row of rows) {
    if (await bus.isPending(INGEST_QUEUE, { version_id: row.version_id })) continue
    const job: IngestJob = row
    await bus.send(INGEST_QUEUE, job)
    resumed += 1
  }
  return resumed
}
