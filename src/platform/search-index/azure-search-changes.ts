import { randomUUID } from 'node:crypto'
import { documentOf, filterFieldsOf, mostBytesOf, type PassageDocument } from './azure-search-documents.ts'
import { askService, isMissing } from './azure-search-failures.ts'
import { isAnyOf, odataText } from './azure-search-filter.ts'
import { type AzureIndexes, type OpenIndex, requireVectorSize } from './azure-search-indexes.ts'
import { keyOf } from './azure-search-names.ts'
import { countDocuments } from './azure-search-queries.ts'
import type { AzureTermStatistics } from './azure-search-term-statistics.ts'
import { type UnsettledWrites, until } from './azure-search-unsettled.ts'
import { batchesOf, change, MOST_ACTIONS } from './azure-search-writes.ts'
import type { IndexEntry, IndexFilters, IndexPartition } from './search-index.ts'

/** From here on writing waits until what was written can be found, so that what is noted about it does not grow for ever. */
const MOST_UNSETTLED = 10_000
/** Ids that are asked for in one filter. */
const IDS_PER_FILTER = 500

/** What the adapter knows about its indexes. */
export interface Parts {
  readonly indexes: AzureIndexes
  readonly statistics: AzureTermStatistics
  readonly unsettled: UnsettledWrites
}

/** Add entries; an entry with a known passage id replaces the old one. */
export async function upsert(parts: Parts, partition: IndexPartition, entries: readonly IndexEntry[]): Promise<void> {
  // The last entry of a passage wins, as if they had been written one after the other.
  const distinct = [...new Map(entries.map((entry) => [entry.passageId, entry])).values()]
  const dimensions = distinct[0]?.vector.length
  if (dimensions === undefined) return
  if (distinct.some((entry) => entry.vector.length !== dimensions)) throw new Error('entries with vectors of two sizes')
  const index = await parts.indexes.findOrCreate(partition, dimensions)
  requireVectorSize(index, dimensions)
  for (const batch of batchesOf(distinct, mostBytesOf)) {
    const keys = batch.map(({ passageId }) => keyOf(passageId))
    const mark = parts.unsettled.note(index.name, keys)
    try {
      const documents = batch.map((entry) => documentOf(entry, mark))
      await changing(parts, index, () => change(index.client, 'upload', documents))
    } catch (error) {
      parts.unsettled.drop(index.name, keys)
      throw error
    }
    if (parts.unsettled.count(index.name) > MOST_UNSETTLED) await settle(parts, index)
  }
}

/** Remove all passages of the document versions. */
export async function removeVersions(
  parts: Parts,
  partition: IndexPartition,
  versionIds: readonly string[],
): Promise<void> {
  await eachMatch(parts, partition, 'version_id', versionIds, null, (index, keys) =>
    change(
      index.client,
      'delete',
      keys.map((id) => ({ id })),
    ),
  )
}

/** Let all passages of these documents be found under another access list and collection. */
export async function setFilters(
  parts: Parts,
  partition: IndexPartition,
  documentIds: readonly string[],
  filters: IndexFilters,
): Promise<void> {
  const mark = randomUUID()
  const fields: Partial<PassageDocument> = { ...filterFieldsOf(filters), write_mark: mark }
  await eachMatch(parts, partition, 'document_id', documentIds, mark, (index, keys) =>
    change(
      index.client,
      'merge',
      keys.map((id) => ({ ...fields, id })),
    ),
  )
}

/**
 * Change the documents with one of the values, a page at a time, until none is found that is not changed. A filter finds what
 * can be found: first our own writes have to become so.
 */
async function eachMatch(
  parts: Parts,
  partition: IndexPartition,
  field: 'version_id' | 'document_id',
  values: readonly string[],
  mark: string | null,
  work: (index: OpenIndex, keys: readonly string[]) => Promise<void>,
): Promise<void> {
  const index = values.length === 0 ? null : await parts.indexes.find(partition)
  if (index === null) return
  await settle(parts, index)
  for (let start = 0; start < values.length; start += IDS_PER_FILTER) {
    const those = isAnyOf(field, values.slice(start, start + IDS_PER_FILTER))
    const filter = mark === null ? those : `${those} and write_mark ne ${odataText(mark)}`
    let done: ReadonlySet<string> = new Set()
    await until(async () => {
      for (;;) {
        const keys = await changing(parts, index, () => findKeys(index, filter))
        // Only what was changed already is still found as it was: it shows in a moment.
        if (keys.every((key) => done.has(key))) return keys.length === 0
        parts.unsettled.drop(index.name, keys)
        await changing(parts, index, () => work(index, keys))
        done = new Set(keys)
      }
    })
  }
}

async function findKeys({ client }: OpenIndex, filter: string): Promise<readonly string[]> {
  return askService(undefined, async (abortSignal) => {
    const { results } = await client.search('*', { filter, select: ['id'], top: MOST_ACTIONS, abortSignal })
    return Array.fromAsync(results, ({ document }) => document.id)
  })
}

/** Wait until what this process wrote to an index can be found. */
export async function settle({ unsettled, statistics }: Parts, { name, client }: OpenIndex): Promise<void> {
  await unsettled.settle(name, (mark) => countDocuments(client, { filter: `write_mark eq ${odataText(mark)}` }))
  statistics.changed(name)
}

/** Do something to an index after which its counts are others. */
async function changing<T>({ statistics, indexes }: Parts, { name }: OpenIndex, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isMissing(error)) indexes.forget(name)
    throw error
  } finally {
    statistics.changed(name)
  }
}
