import { and, asc, eq, gt, inArray, isNull, lt, or } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { asOnlyProcess } from './as-only-process.ts'
import { STATES_AT_WORK } from './hold-version.ts'
import { INGEST_QUEUE, type IngestJob } from './ingest-queue.ts'

/** Versions looked at in one go; what is left waits for the next. */
const MOST_AT_ONCE = 500

export interface ResumeDependencies {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
}

/**
 * Enqueue versions again that were begun and that no worker and no job will finish: processes that are killed, and parts
 * that are missing, use up the deliveries of a job without the document being at fault. Without this, such a document would
 * look busy for ever. One process at a time looks; returns how many were enqueued.
 */
export async function resumeUnfinished(dependencies: ResumeDependencies): Promise<number> {
  return (await asOnlyProcess(dependencies.database, 'resume-unfinished', () => resume(dependencies))) ?? 0
}

async function resume({ database, bus, clock }: ResumeDependencies): Promise<number> {
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const begun = or(
    inArray(documentVersions.state, [...STATES_AT_WORK]),
    and(eq(documentVersions.state, 'queued'), gt(documentVersions.attempt, 0)),
  )
  const nobodyHolds = or(isNull(documentVersions.heldUntil), lt(documentVersions.heldUntil, new Date(clock.now())))
  const rows = await database.system
    .select({
      tenant_id: documentVersions.tenantId,
      version_id: documentVersions.id,
      priority: documentVersions.priority,
    })
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(and(begun, nobodyHolds, isNull(documents.deletedAt)))
    .orderBy(asc(documentVersions.since))
    .limit(MOST_AT_ONCE)
  let resumed = 0
  for (const { tenant_id, version_id, priority } of rows) {
    if (await bus.isPending(INGEST_QUEUE, { version_id })) continue
    const job: IngestJob = { tenant_id, version_id }
    await bus.send(INGEST_QUEUE, job, { priority })
    resumed += 1
  }
  return resumed
}
