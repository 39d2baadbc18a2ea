import { and, eq, isNull } from 'drizzle-orm'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Transaction } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { forAll, type PurgeNote, writeReceipts } from './deletion-receipt.ts'
import { holdOriginal } from './hold-original.ts'
import type { BuriedDocuments } from './purge-document.ts'

/** Remove the originals of deleted documents, except those that another document has as well. */
export async function purgeOriginals(blobs: Blobs, buried: BuriedDocuments): Promise<void> {
  const { orm, tenantId, documentIds, versions, clock } = buried
  const sha256s = new Set(versions.map(({ sha256 }) => sha256))
  const states = new Map<string, 'missing' | 'removable' | 'shared'>()
  for (const sha256 of sha256s) {
    const there = await blobs.has(tenantId, sha256)
    states.set(sha256, there ? await orm.transaction((tx) => stateOf(tx, tenantId, sha256)) : 'missing')
  }
  const found = documentIds.map((id): [string, PurgeNote] => {
    const own = new Set(versions.filter(({ documentId }) => documentId === id).map(({ sha256 }) => sha256))
    const counted = (state: string) => [...own].filter((sha256) => states.get(sha256) === state).length
    const kept = counted('shared')
    return [id, { type: 'found', count: counted('removable'), ...(kept > 0 ? { kept } : {}) }]
  })
  await orm.transaction((tx) => writeReceipts(tx, tenantId, 'originals', new Map(found)))
  for (const sha256 of sha256s) await removeOriginal(blobs, buried, sha256)
  const gone = forAll(documentIds, { type: 'gone', at: new Date(clock.now()) })
  await orm.transaction((tx) => writeReceipts(tx, tenantId, 'originals', gone))
}

/** Remove an original that no document has any more; an upload of the same bytes waits, and then stores them anew. */
export async function removeOriginal(
  blobs: Blobs,
  { orm, tenantId }: Pick<BuriedDocuments, 'orm' | 'tenantId'>,
  sha256: string,
): Promise<boolean> {
  return orm.transaction(async (tx) => {
    await holdOriginal(tx, tenantId, sha256)
    if ((await stateOf(tx, tenantId, sha256)) === 'shared') return false
    await blobs.delete(tenantId, sha256)
    return true
  })
}

async function stateOf(tx: Transaction, tenantId: string, sha256: string): Promise<'removable' | 'shared'> {
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const same = and(
    eq(documentVersions.tenantId, tenantId),
    eq(documentVersions.sha256, sha256),
    isNull(documents.deletedAt),
  )
  const rows = await tx
    .select({ id: documents.id })
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(same)
    .limit(1)
  return rows.length > 0 ? 'shared' : 'removable'
}
