import { and, inArray } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import type { DocumentState } from '../contracts/documents.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Transaction } from '../platform/database/database.ts'
import { documentVersions } from '../platform/database/schema.ts'
import { INGEST_QUEUE, type IngestJob } from './ingest-queue.ts'
import { type VersionKey, versionIs } from './version-progress.ts'

/** Ends that another try may change. */
const ENDED_WITHOUT_TEXT: readonly DocumentState[] = ['failed', 'needs_ocr']

/**
 * Let a version that failed, was cancelled or could not be read be tried again, from the start and with a job of its own.
 * False when there is nothing to try: the version is ready, deleted or still on its way, or there is none. Wake the queue
 * after the commit.
 */
export async function requeueVersion(
  { tx, bus, clock }: { readonly tx: Transaction; readonly bus: Bus; readonly clock: Clock },
  key: VersionKey,
): Promise<boolean> {
  const [version] = await tx
    .update(documentVersions)
    .set({
      state: 'queued',
      reason: null,
      detail: null,
      since: new Date(clock.now()),
      job: null,
      attempt: 0,
      heldUntil: null,
      nextTryAt: null,
      timings: null,
    })
    .where(and(versionIs(key), inArray(documentVersions.state, [...ENDED_WITHOUT_TEXT])))
    .returning({ priority: documentVersions.priority })
  if (version === undefined) return false
  const job: IngestJob = { tenant_id: key.tenantId, version_id: key.versionId }
  await bus.send(INGEST_QUEUE, job, { transaction: tx, priority: version.priority })
  return true
}
