import type { IndexPartition, SearchIndex } from '../platform/search-index/search-index.ts'
import type { ReceiptEntry } from './deletion-receipt.ts'
import type { BuriedDocuments } from './purge-document.ts'

export interface PurgeIndexDependencies {
  readonly index: SearchIndex
  /** The one that this program writes; older ones of the tenant are known to the registry. */
  readonly generation: string
}

/** How many entries of deleted documents every generation of the tenant's index holds. */
export async function findEntries(
  index: SearchIndex,
  partitions: readonly IndexPartition[],
  { documentIds, versions }: BuriedDocuments,
): Promise<readonly ReceiptEntry[]> {
  const versionIds = versions.map(({ id }) => id)
  const counts = new Map(documentIds.map((id) => [id, 0]))
  const signal = new AbortController().signal
  for (const partition of partitions)
    for await (const { documentId, passages } of index.listVersions(partition, signal, versionIds))
      counts.set(documentId, (counts.get(documentId) ?? 0) + passages)
  return [...counts].map(([documentId, count]) => ({ documentId, store: 'index', note: { type: 'found', count } }))
}
