import { and, eq, sql } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { requireDocumentNotHeld } from '../platform/audit/legal-holds.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { deletions, documents, documentVersions, generations, tenants } from '../platform/database/schema.ts'
import type { PurgeJob } from './purge-document.ts'
import { passed } from './steps.ts'
import { visibleDocuments } from './visible-documents.ts'

/** The queue of deleted documents whose traces are still to be removed. */
export const PURGE_QUEUE = 'purge-document'

/**
 * Delete a document: from the commit on no answer uses it, whatever the index still holds, and no cached answer is given
 * again. Its traces are removed by a job of the same transaction. Throws `document-not-found` for one that may not be seen,
 * and `held` for one that a legal hold keeps.
 */
export async function deleteDocument(
  { database, bus }: { readonly database: Database; readonly bus: Bus },
  documentId: string,
  context: CallContext,
): Promise<void> {
  const { principal, clock } = context
  const tenantId = principal.tenant_id
  const now = new Date(clock.now())
  await database.forTenant(tenantId).transaction(async (tx) => {
    const visible = and(visibleDocuments(principal), eq(documents.id, documentId))
    const [document] = await tx.select().from(documents).where(visible).for('update')
    if (document === undefined) throw problem('document-not-found', 'Check the id, or ask its owner for access.')
    const known = document.sourceChangedAt
    // Whoever deletes it here wants it gone: what its source said until now does not bring it back.
    const sourceChangedAt = known !== null && known > now ? known : now
    const { fingerprint } = document
    await noteAct(tx, context, { kind: 'document-deleted', object: `document:${documentId}` })
    await buryDocument({ tx, bus }, document, { by: principal.object_id, at: now, sourceChangedAt, fingerprint })
  })
  tellBurial(bus, { tenantId, documentId })
}

interface Burial {
  /** Who deletes it. */
  readonly by: string
  readonly at: Date
  /** News of the source from before then, or of that very moment, do not bring the document back. */
  readonly sourceChangedAt: Date
  /** The state of it at its source that does not bring it back either; null when the source itself says that it is gone. */
  readonly fingerprint: string | null
}

/**
 * Turn a document into its tombstone, begin its receipt, and let everybody who keeps answers know. The caller has decided
 * that it may, holds the row, and calls `tellBurial` when the transaction is over. Throws `held` for one that a legal hold keeps.
 */
export async function buryDocument(
  { tx, bus }: { readonly tx: Transaction; readonly bus: Bus },
  { tenantId, id }: typeof documents.$inferSelect,
  { by, at, sourceChangedAt, fingerprint }: Burial,
): Promise<void> {
  await requireDocumentNotHeld(tx, tenantId, id)
  const row = and(eq(documents.tenantId, tenantId), eq(documents.id, id))
  const told = { sourceChangedAt, fingerprint }
  await tx
    .update(documents)
    .set({ deletedAt: at, currentVersion: null, updatedAt: at, ...told })
    .where(row)
  const versions = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.documentId, id))
  // A worker that is at one of them may write no more.
  const buried = await tx
    .update(documentVersions)
    .set({ state: 'deleted', since: at, job: null })
    .where(versions)
    .returning()
  const sha256s = [...new Set(buried.map(({ sha256 }) => sha256))]
  await tx
    .insert(deletions)
    .values({ tenantId, documentId: id, deletedBy: by, deletedAt: at, sha256s })
    .onConflictDoNothing()
  await tx
    .update(tenants)
    .set({ libraryEpoch: sql`${tenants.libraryEpoch} + 1` })
    .where(eq(tenants.id, tenantId))
  const job: PurgeJob = { tenant_id: tenantId, document_id: id }
  await bus.send(PURGE_QUEUE, job, { transaction: tx })
  // A tenant without a generation was never answered anything.
  const active = and(eq(generations.tenantId, tenantId), eq(generations.active, true))
  for (const { id: generation } of await tx.select({ id: generations.id }).from(generations).where(active)) {
    const ids = { version: 1, tenant_id: tenantId, generation } as const
    await bus.publish('index-updated', { ...ids, document_ids: [id] }, { transaction: tx })
  }
}

/** Let the purge of a document begin at once. Call it when the transaction that buried the document is committed. */
export function tellBurial(bus: Bus, ids: { readonly tenantId: string; readonly documentId: string }): void {
  passed('deletion-recorded', ids)
  bus.wake(PURGE_QUEUE)
}
