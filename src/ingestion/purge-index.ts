import { eq } from 'drizzle-orm'
import type { Orm } from '../platform/database/database.ts'
import { generations } from '../platform/database/schema.ts'
import type { IndexPartition, SearchIndex } from '../platform/search-index/search-index.ts'
import { forAll, type PurgeNote, writeReceipts } from './deletion-receipt.ts'
import type { BuriedDocuments } from './purge-document.ts'

export interface PurgeIndexDependencies {
  readonly index: SearchIndex
  /** The one that this program writes; older ones of the tenant are known to the registry. */
  readonly generation: string
}

/** Remove the entries of deleted documents from every generation of the tenant's index. */
export async function purgeIndex(
  { index, generation }: PurgeIndexDependencies,
  { orm, tenantId, documentIds, versions, clock }: BuriedDocuments,
): Promise<void> {
  const partitions = await partitionsOf(orm, tenantId, generation)
  const versionIds = versions.map(({ id }) => id)
  const counts = new Map(documentIds.map((id) => [id, 0]))
  const signal = new AbortController().signal
  for (const partition of partitions)
    for await (const { documentId, passages } of index.listVersions(partition, signal, versionIds))
      counts.set(documentId, (counts.get(documentId) ?? 0) + passages)
  const found = new Map([...counts].map(([id, count]): [string, PurgeNote] => [id, { type: 'found', count }]))
  await orm.transaction((tx) => writeReceipts(tx, tenantId, 'index', found))
  for (const partition of partitions) await index.removeVersions(partition, versionIds)
  const gone = forAll(documentIds, { type: 'gone', at: new Date(clock.now()) })
  await orm.transaction((tx) => writeReceipts(tx, tenantId, 'index', gone))
}

/** Every part of the index that a tenant has, or may have left behind. */
export async function partitionsOf(orm: Orm, tenantId: string, generation: string): Promise<readonly IndexPartition[]> {
  const rows = await orm.select({ id: generations.id }).from(generations).where(eq(generations.tenantId, tenantId))
  const names = new Set([generation, ...rows.map(({ id }) => id)])
  return [...names].map((name) => ({ tenantId, generation: name }))
}
