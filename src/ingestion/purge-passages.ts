import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '../platform/database/database.ts'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import type { ReceiptEntry } from './deletion-receipt.ts'
import type { BuriedDocuments } from './purge-document.ts'

/**
 * Remove the passages of deleted documents from the registry, and their titles and file names. What stays is the tombstone:
 * ids, hashes, times, and what its source calls the document and its last state, without which it could come back.
 */
export async function removePassages(
  tx: Transaction,
  { tenantId, documentIds }: BuriedDocuments,
): Promise<readonly ReceiptEntry[]> {
  const ids = [...documentIds]
  const texts = and(eq(passages.tenantId, tenantId), inArray(passages.documentId, ids))
  const removed = await tx.delete(passages).where(texts).returning({ documentId: passages.documentId })
  await tx
    .update(documents)
    .set({ title: '' })
    .where(and(eq(documents.tenantId, tenantId), inArray(documents.id, ids)))
  await tx
    .update(documentVersions)
    .set({ title: null, ownTitle: null, fileName: '', detail: null, remarks: null, findings: null })
    .where(and(eq(documentVersions.tenantId, tenantId), inArray(documentVersions.documentId, ids)))
  const counts = Map.groupBy(removed, ({ documentId }) => documentId)
  return ids.map((documentId) => {
    const count = counts.get(documentId)?.length ?? 0
    return { documentId, store: 'passages', note: { type: 'removed', count } }
  })
}
