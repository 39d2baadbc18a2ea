import { createHash, randomUUID } from 'node:crypto'
import { problem } from '../contracts/errors.ts'
import { documentVersions } from '../platform/database/schema.ts'
import { holdOriginal } from './hold-original.ts'
import { INGEST_QUEUE, type IngestJob } from './ingest-queue.ts'
import type { Registration } from './renew-document.ts'

export interface VersionToAdd {
  readonly documentId: string
  readonly version: number
}

/** Add a version to a document and enqueue its reading. Throws when its bytes were purged since they were stored. */
export async function addVersion(
  { tx, blobs, bus, upload, principal, now }: Registration,
  { documentId, version }: VersionToAdd,
): Promise<void> {
  const { sha256, sizeInBytes, fileName, mediaType, title, priority = 'normal' } = upload
  const tenantId = principal.tenant_id
  await holdOriginal(tx, tenantId, sha256)
  // A question to the store inside a transaction, against the rule: only here it is certain that no purge comes between.
  if (!(await blobs.has(tenantId, sha256))) throw purgedMeanwhile()
  const versionId = randomUUID()
  await tx.insert(documentVersions).values({
    tenantId,
    id: versionId,
    documentId,
    version,
    sha256,
    sizeInBytes,
    fileName,
    mediaType,
    title,
    priority,
    state: 'queued',
    since: now,
    createdBy: principal.object_id,
    createdAt: now,
  })
  const job: IngestJob = { tenant_id: tenantId, version_id: versionId }
  const key = keyOf([tenantId, documentId, sha256, String(version)])
  await bus.send(INGEST_QUEUE, job, { transaction: tx, priority, key })
}

/** Names what is to be done and holds nothing that must stay secret. */
function keyOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

function purgedMeanwhile(): Error {
  const detail = 'The same bytes were being deleted at this moment; send the file again.'
  return problem('service-unavailable', detail, { retryAfterInSeconds: 1 })
}
