import { and, asc, eq, inArray, isNull, ne, or } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import type { RetryChoice, RetryReply } from '../contracts/documents.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Transaction } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'
import { isNewestVersion } from './read-documents.ts'
import { requeueVersion } from './requeue-version.ts'
import type { SteerDependencies } from './steer-document.ts'
import type { UploadCapacity } from './upload-capacity.ts'
import { visibleDocuments } from './visible-documents.ts'

/** Transactions stay short: everybody else waits for the embedded database meanwhile. */
const DOCUMENTS_PER_TRANSACTION = 25
/** A few seconds of work; whoever has more sends the request again. */
const DOCUMENTS_PER_REQUEST = 500

/**
 * Read all documents once more that one may see, that match, and whose newest version came to no good end. Stops early, and
 * says so, when no more may wait; throws `queue-full` when not even one may.
 */
export async function retryDocuments(
  { database, bus, capacity }: SteerDependencies & { readonly capacity: UploadCapacity },
  choice: RetryChoice,
  context: CallContext,
): Promise<RetryReply> {
  const { principal, clock, signal } = context
  await capacity.require(context)
  let retried = 0
  let more = true
  while (more && retried < DOCUMENTS_PER_REQUEST && !(await capacity.isFull(context))) {
    signal.throwIfAborted()
    const count = await database.forTenant(principal.tenant_id).transaction(async (tx) => {
      const ids = await holdMatching(tx, choice, principal)
      for (const versionId of ids)
        await requeueVersion({ tx, bus, clock }, { tenantId: principal.tenant_id, versionId })
      return ids.length
    })
    for (let taken = 0; taken < count; taken += 1) capacity.take(context)
    bus.wake(INGEST_QUEUE)
    retried += count
    more = count === DOCUMENTS_PER_TRANSACTION
  }
  return { retried, more }
}

/** Versions to read again. A document that somebody else is changing at this moment is left to them. */
async function holdMatching(tx: Transaction, choice: RetryChoice, principal: Principal): Promise<readonly string[]> {
  const { state, reason, source, collection } = choice
  const wanted = [
    inArray(documentVersions.state, state === undefined ? ['failed', 'needs_ocr'] : [state]),
    reason === undefined ? notCancelled() : eq(documentVersions.reason, reason),
    source === undefined ? undefined : eq(documents.source, source),
    collection === undefined ? undefined : eq(documents.collection, collection),
  ]
  const rows = await tx
    .select({ id: documentVersions.id })
    .from(documents)
    .innerJoin(documentVersions, isNewestVersion())
    .where(and(visibleDocuments(principal), ...wanted))
    .orderBy(asc(documents.createdAt), asc(documents.id))
    .limit(DOCUMENTS_PER_TRANSACTION)
    .for('update', { of: documents, skipLocked: true })
  return rows.map(({ id }) => id)
}

/** What somebody stopped on purpose is not wanted back with all others. */
function notCancelled() {
  return or(isNull(documentVersions.reason), ne(documentVersions.reason, 'cancelled'))
}
