import { and, eq, gte, inArray, isNull, or } from 'drizzle-orm'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Orm } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import type { ReceiptEntry } from './deletion-receipt.ts'
import { holdOriginals } from './hold-original.ts'
import type { BuriedDocuments } from './purge-document.ts'

/** Originals that are removed in one transaction: uploads of the same bytes wait for it. */
const BATCH = 20

/** How many originals of deleted documents are there to be removed, and how many stay because others have them too. */
export async function findOriginals(
  blobs: Blobs,
  { orm, tenantId, documentIds, versions }: BuriedDocuments,
): Promise<readonly ReceiptEntry[]> {
  const sha256s = [...new Set(versions.map(({ sha256 }) => sha256))]
  const needed = await neededAmong(orm, tenantId, sha256s)
  const removable = new Set<string>()
  for (const some of inBatches(sha256s.filter((sha256) => !needed.has(sha256))))
    await Promise.all(
      some.map(async (sha256) => {
        if (await blobs.has(tenantId, sha256)) removable.add(sha256)
      }),
    )
  return documentIds.map((documentId) => {
    const own = new Set(versions.filter((version) => version.documentId === documentId).map(({ sha256 }) => sha256))
    const kept = own.intersection(needed).size
    const note = { type: 'found', count: own.intersection(removable).size, ...(kept > 0 ? { kept } : {}) } as const
    return { documentId, store: 'originals', note }
  })
}

/**
 * Remove the originals among these that no document has any more; an upload of the same bytes waits, and then stores them
 * anew. Returns how many.
 */
export async function removeOriginals(
  blobs: Blobs,
  { orm, tenantId }: Pick<BuriedDocuments, 'orm' | 'tenantId'>,
  sha256s: readonly string[],
): Promise<number> {
  let removed = 0
  for (const some of inBatches(sha256s))
    removed += await orm.transaction(async (tx) => {
      await holdOriginals(tx, tenantId, some)
      const needed = await neededAmong(tx, tenantId, some)
      const needless = some.filter((sha256) => !needed.has(sha256))
      await Promise.all(needless.map((sha256) => blobs.delete(tenantId, sha256)))
      return needless.length
    })
  return removed
}

/** Those of the originals that documents have which are not deleted, or were not before this moment. */
export async function neededAmong(
  orm: Pick<Orm, 'selectDistinct'>,
  tenantId: string,
  sha256s: readonly string[],
  moment?: Date,
): Promise<ReadonlySet<string>> {
  if (sha256s.length === 0) return new Set()
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const same = and(eq(documentVersions.tenantId, tenantId), inArray(documentVersions.sha256, [...sha256s]))
  const later = moment === undefined ? undefined : gte(documents.deletedAt, moment)
  const rows = await orm
    .selectDistinct({ sha256: documentVersions.sha256 })
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(and(same, or(isNull(documents.deletedAt), later)))
  return new Set(rows.map(({ sha256 }) => sha256))
}

function* inBatches(sha256s: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < sha256s.length; start += BATCH) yield sha256s.slice(start, start + BATCH)
}
