import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Orm, Transaction } from '../../platform/database/database.ts'
import { documents, documentVersions, generations, indexGaps } from '../../platform/database/schema.ts'
import type { IndexPartition } from '../../platform/search-index/search-index.ts'
import { settleAccess } from '../index-access.ts'
import { embeddedEntriesOf, type IndexVersionDependencies, WRITE_BATCH } from '../index-version.ts'
import { type CurrentPassages, currentPassagesOf, currentVersionsOf } from './current-passages.ts'

export type FillDependencies = Omit<IndexVersionDependencies, 'generation'>
type Gap = typeof indexGaps.$inferSelect

/** The documents that a generation lacks, in the order of their ids. */
export function nextGaps(
  orm: Orm | Transaction,
  { tenantId, generation }: IndexPartition,
  limit: number,
): Promise<readonly Gap[]> {
  const own = and(eq(indexGaps.tenantId, tenantId), eq(indexGaps.generation, generation))
  return orm.select().from(indexGaps).where(own).orderBy(asc(indexGaps.documentId)).limit(limit)
}

/**
 * Write the current versions of these documents into a generation, and take out what is older or deleted. Others may do the
 * same at the same time, and documents may change meanwhile: whatever is written is looked at again afterwards, and a gap
 * that was recorded anew in between stays. False when the generation is being removed; then nothing is left of it.
 */
export async function fillGaps(
  dependencies: FillDependencies,
  orm: Orm | Transaction,
  partition: IndexPartition,
  gaps: readonly Gap[],
  signal: AbortSignal,
): Promise<boolean> {
  const { tenantId } = partition
  const ids = gaps.map(({ documentId }) => documentId)
  const found = await currentPassagesOf(orm, tenantId, ids)
  await removeSurplus(dependencies, partition, found, signal)
  await write(dependencies, partition, found, signal)
  const written = new Map(found.map(({ of }) => [of.documentId, of]))
  await settleAccess({ index: dependencies.index, orm }, partition, ids, written)
  await removeOutdated(dependencies, orm, partition, ids)
  if (await isRemoved(orm, partition)) {
    await dependencies.index.removePartition(partition)
    return false
  }
  for (const { documentId, revision } of gaps) {
    const own = and(eq(indexGaps.tenantId, tenantId), eq(indexGaps.generation, partition.generation))
    const same = and(own, eq(indexGaps.documentId, documentId), eq(indexGaps.revision, revision))
    await orm.delete(indexGaps).where(same)
  }
  return true
}

async function write(
  dependencies: FillDependencies,
  partition: IndexPartition,
  found: readonly CurrentPassages[],
  signal: AbortSignal,
): Promise<void> {
  const all = found.flatMap(({ passages }) => passages)
  for (let start = 0; start < all.length; start += WRITE_BATCH) {
    signal.throwIfAborted()
    const entries = await embeddedEntriesOf(
      dependencies,
      partition.tenantId,
      all.slice(start, start + WRITE_BATCH),
      signal,
    )
    await dependencies.index.upsert(partition, entries)
  }
}

/** A version that was read again by other rules may have fewer passages than before: equal ids replace each other, others stay. */
async function removeSurplus(
  { index }: FillDependencies,
  partition: IndexPartition,
  found: readonly CurrentPassages[],
  signal: AbortSignal,
): Promise<void> {
  const expected = new Map(found.map(({ of, passages }) => [of.versionId, passages.length]))
  const surplus: string[] = []
  for await (const { versionId, passages } of index.listVersions(partition, signal, [...expected.keys()]))
    if (passages > (expected.get(versionId) ?? 0)) surplus.push(versionId)
  await index.removeVersions(partition, surplus)
}

/** Versions before the current one, and all of deleted documents. A newer one may be about to become current: it stays. */
async function removeOutdated(
  { index }: FillDependencies,
  orm: Orm | Transaction,
  partition: IndexPartition,
  documentIds: readonly string[],
): Promise<void> {
  const { tenantId } = partition
  const current = new Map(
    (await currentVersionsOf(orm, tenantId, documentIds)).map(({ documentId, version }) => [documentId, version]),
  )
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const rows = await orm
    .select({ version: documentVersions, deletedAt: documents.deletedAt })
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(and(eq(documentVersions.tenantId, tenantId), inArray(documentVersions.documentId, [...documentIds])))
  const outdated = rows.filter(
    ({ version, deletedAt }) => deletedAt !== null || version.version < (current.get(version.documentId) ?? 0),
  )
  await index.removeVersions(
    partition,
    outdated.map(({ version }) => version.id),
  )
}

async function isRemoved(orm: Orm | Transaction, { tenantId, generation }: IndexPartition): Promise<boolean> {
  const own = and(eq(generations.tenantId, tenantId), eq(generations.id, generation))
  const [row] = await orm.select({ removedAt: generations.removedAt }).from(generations).where(own)
  return row === undefined || row.removedAt !== null
}
