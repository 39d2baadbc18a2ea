import { and, eq, inArray } from 'drizzle-orm'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import { forAll, type PurgeNote, writeReceipts } from './deletion-receipt.ts'
import type { BuriedDocuments } from './purge-document.ts'

/**
 * Remove the passages of deleted documents from the registry, and their titles and file names. What stays is the tombstone:
 * ids, hashes, times, and what its source calls the document and its last state, without which it could come back.
 */
export async function purgePassages({ orm, tenantId, documentIds, clock }: BuriedDocuments): Promise<void> {
  const ids = [...documentIds]
  await orm.transaction(async (tx) => {
    const texts = and(eq(passages.tenantId, tenantId), inArray(passages.documentId, ids))
    const removed = await tx.delete(passages).where(texts).returning({ documentId: passages.documentId })
    const counts = Map.groupBy(removed, ({ documentId }) => documentId)
    const notes = ids.map((id): [string, PurgeNote] => [id, { type: 'removed', count: counts.get(id)?.length ?? 0 }])
    await tx
      .update(documents)
      .set({ title: '' })
      .where(and(eq(documents.tenantId, tenantId), inArray(documents.id, ids)))
    await tx
      .update(documentVersions)
      .set({ title: null, ownTitle: null, fileName: '', detail: null, remarks: null, findings: null })
      .where(and(eq(documentVersions.tenantId, tenantId), inArray(documentVersions.documentId, ids)))
    await writeReceipts(tx, tenantId, 'passages', new Map(notes))
    await writeReceipts(tx, tenantId, 'passages', forAll(ids, { type: 'gone', at: new Date(clock.now()) }))
  })
}
