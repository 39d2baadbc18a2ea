import { connect, Session, type Table } from '@lancedb/lancedb'
import { filterOf, isOneOf, listLiteral, textLiteral } from './lancedb-filter.ts'
import { countUnindexed, foldTable, gatherRows, isFoldingDue, rewriteTable } from './lancedb-optimize.ts'
import { rowsOf, splitTerms } from './lancedb-rows.ts'
import { dimensionsOf, lexicalHits, requireDimensions, vectorHits } from './lancedb-search.ts'
import { type TableWork, workApart } from './lancedb-table-work.ts'
import { openPartitionTables, type PartitionTables, tableNameOf } from './lancedb-tables.ts'
import { createLanceTermStatistics, type LanceTermStatistics } from './lancedb-term-statistics.ts'
import { createUpkeep, type Upkeep } from './lancedb-upkeep.ts'
import { vectorsIn } from './lancedb-vectors.ts'
import { versionsIn } from './lancedb-versions.ts'
import { createWriteQueue, type WriteQueue } from './lancedb-writes.ts'
import type {
  IndexEntry,
  IndexedVersion,
  IndexFilters,
  IndexHit,
  IndexPartition,
  SearchIndex,
  SearchScope,
} from './search-index.ts'
import { similarTermsOf } from './similar-terms.ts'

export interface LanceDbOptions {
  /** A folder, or an object store such as `az://container/path`. */
  readonly uri: string
  /** What the object store needs to be reached (see `azureStorageOptions`); nothing for a folder. */
  readonly storageOptions?: Readonly<Record<string, string>>
  /** How soon writes of other processes are seen. */
  readonly readConsistencyIntervalInMs?: number
  /** How long old versions stay for the searches, of any process, that still read them. */
  readonly keepVersionsForInMs?: number
  /** Numbers (rows x dimensions) that a vector search compares without an index; of a larger table one is built. */
  readonly mostNumbersComparedFlat?: number
  /** Numbers of a vector index that is read whole, so that the search is exact; of a larger one a part is read. */
  readonly mostNumbersReadWhole?: number
  /** A table with as many rows is folded in a process of its own. */
  readonly rowsFoldedApart?: number
  /** Rows of indexes that were replaced by newer ones, after which the engine's caches are begun anew. */
  readonly rowsReindexedPerConnection?: number
  /** How often it is looked whether that is so. */
  readonly renewalsDueEveryInMs?: number
  /** How long what has begun may go on with the old caches. */
  readonly renewalGraceInMs?: number
  /** How many versions a listing counts at once; more need more memory, fewer more reading. */
  readonly versionsPerPage?: number
}

const READ_CONSISTENCY_INTERVAL_IN_MS = 500
const KEEP_VERSIONS_FOR_IN_MS = 10 * 60_000
/** About 5 ms; at 2 million the index is a third quicker than no index, at 10 million twice, and building it costs little. */
const MOST_NUMBERS_COMPARED_FLAT = 1_000_000
/** 35 to 70 ms for a million rows of 100 numbers, 10 to 14 for 100,000. */
const MOST_NUMBERS_READ_WHOLE = 200_000_000
/** It takes 0.2 s to fold these in, as long as a process takes to start. */
const ROWS_FOLDED_APART = 20_000
/** Some 150 MB; see `renewWhenDue`. */
const ROWS_REINDEXED_PER_CONNECTION = 200_000
const RENEWALS_DUE_EVERY_IN_MS = 10_000
/** Longer than any search may take, and than writing the passages of any file. */
const RENEWAL_GRACE_IN_MS = 30_000
/** About 2 MB while they are counted. */
const VERSIONS_PER_PAGE = 5_000
/** Rows per commit: large enough to be quick, small enough that preparing one does not hold the event loop. */
const ROWS_PER_COMMIT = 1_000
/** The library's own default is 6 GB of index cache. */
const INDEX_CACHE_IN_BYTES = 256n * 1024n * 1024n
const METADATA_CACHE_IN_BYTES = 64n * 1024n * 1024n

interface Parts {
  readonly tables: PartitionTables
  readonly statistics: LanceTermStatistics
  readonly enqueue: WriteQueue
  readonly upkeep: Upkeep
  /** Tables that will be folded once they had their rest. */
  readonly waiting: Map<string, NodeJS.Timeout>
  readonly options: Required<LanceDbOptions>
}

/** Open the embedded search index. Several processes may have the same one open. */
export async function openLanceDbIndex(given: LanceDbOptions): Promise<SearchIndex> {
  const options = {
    readConsistencyIntervalInMs: READ_CONSISTENCY_INTERVAL_IN_MS,
    keepVersionsForInMs: KEEP_VERSIONS_FOR_IN_MS,
    mostNumbersComparedFlat: MOST_NUMBERS_COMPARED_FLAT,
    mostNumbersReadWhole: MOST_NUMBERS_READ_WHOLE,
    rowsFoldedApart: ROWS_FOLDED_APART,
    rowsReindexedPerConnection: ROWS_REINDEXED_PER_CONNECTION,
    renewalsDueEveryInMs: RENEWALS_DUE_EVERY_IN_MS,
    renewalGraceInMs: RENEWAL_GRACE_IN_MS,
    versionsPerPage: VERSIONS_PER_PAGE,
    storageOptions: {},
    ...given,
  }
  const renewals = { mostReindexedRows: options.rowsReindexedPerConnection, graceInMs: options.renewalGraceInMs }
  const tables = await openPartitionTables(() => connectTo(options), renewals)
  // Where the storage cannot be reached nothing is renewed; the searches tell it.
  const renew = () => void tables.renewWhenDue().catch(() => {})
  const renewing = setInterval(renew, options.renewalsDueEveryInMs).unref()
  const parts: Parts = {
    tables,
    statistics: createLanceTermStatistics(),
    enqueue: createWriteQueue(),
    upkeep: createUpkeep(),
    waiting: new Map(),
    options,
  }
  return {
    upsert: (partition, entries) => upsert(parts, partition, entries),
    removeVersions: (partition, versionIds) => removeVersions(parts, partition, versionIds),
    setFilters: (partition, documentIds, filters) => setFilters(parts, partition, documentIds, filters),
    removePartition: (partition) => removePartition(parts, partition),
    searchLexical: (partition, terms, scope, limit, signal) =>
      search(parts, partition, scope, signal, (table, filter) => lexicalHits(table, filter, terms, limit)),
    searchVector: (partition, vector, scope, limit, signal) =>
      search(parts, partition, scope, signal, (table, filter) => vectorHits(table, filter, vector, limit, options)),
    termStatistics: async (partition, terms) => {
      const table = await parts.tables.find(partition)
      if (table === null) return { passages: 0, frequencies: new Map(terms.map((term) => [term, 0])) }
      return parts.statistics.read(tableNameOf(partition), table, terms)
    },
    similarTerms: async (partition, asked) => {
      const table = await parts.tables.find(partition)
      const vocabulary = table === null ? [] : await parts.statistics.vocabulary(tableNameOf(partition), table)
      return similarTermsOf(vocabulary, asked)
    },
    count: async (partition) => (await parts.tables.find(partition))?.countRows() ?? 0,
    readVectors: async (partition, passageIds, signal) => {
      const table = await parts.tables.find(partition)
      return table === null ? new Map() : vectorsIn(table, passageIds, signal)
    },
    listVersions: (partition, signal, only) => listVersions(parts, partition, signal, only),
    optimize: (partition) => optimize(parts, partition),
    erase: (partition) => erase(parts, partition),
    [Symbol.asyncDispose]: async () => {
      for (const timer of parts.waiting.values()) clearTimeout(timer)
      clearInterval(renewing)
      tables.close()
    },
  }
}

/** With caches of its own, which are given back with it. */
function connectTo({ uri, readConsistencyIntervalInMs, storageOptions }: Required<LanceDbOptions>) {
  return connect(
    uri,
    { readConsistencyInterval: readConsistencyIntervalInMs / 1000, storageOptions: { ...storageOptions } },
    new Session(INDEX_CACHE_IN_BYTES, METADATA_CACHE_IN_BYTES),
  )
}

async function upsert(parts: Parts, partition: IndexPartition, entries: readonly IndexEntry[]): Promise<void> {
  // The last entry of a passage wins, as if they had been written one after the other.
  const distinct = [...new Map(entries.map((entry) => [entry.passageId, entry])).values()]
  const dimensions = distinct[0]?.vector.length
  if (dimensions === undefined) return
  if (distinct.some((entry) => entry.vector.length !== dimensions)) throw new Error('entries with vectors of two sizes')
  const name = tableNameOf(partition)
  await parts.enqueue(name, async () => {
    const table = await parts.tables.findOrCreate(partition, dimensions)
    await requireDimensions(table, dimensions)
    for (let start = 0; start < distinct.length; start += ROWS_PER_COMMIT) {
      const rows = distinct.slice(start, start + ROWS_PER_COMMIT)
      const merged = await table
        .mergeInsert('passage_id')
        .whenMatchedUpdateAll()
        .whenNotMatchedInsertAll()
        .execute(rowsOf(rows, dimensions))
      noteWritten(parts, name, rows.length, new Set(rows.map(({ documentId }) => documentId)))
      // The terms of replaced rows are not known here: the counts are then left to be made anew.
      if (merged.numUpdatedRows > 0) continue
      const terms = rows.map((entry) => entry.terms)
      parts.statistics.record(name, merged.version, terms, 1)
    }
  })
}

function noteWritten({ upkeep }: Parts, name: string, rows: number, documentIds: Iterable<string>): void {
  if (rows > 0 && rows < ROWS_PER_COMMIT) upkeep.written(name, documentIds)
}

async function removeVersions(parts: Parts, partition: IndexPartition, versionIds: readonly string[]): Promise<void> {
  if (versionIds.length === 0) return
  const name = tableNameOf(partition)
  await parts.enqueue(name, async () => {
    const table = await parts.tables.find(partition)
    if (table === null) return
    const condition = isOneOf('version_id', versionIds)
    const removed = parts.statistics.isKept(name) ? await termsWhere(table, condition) : []
    const { numDeletedRows, version } = await table.delete(condition)
    if (numDeletedRows === removed.length) parts.statistics.record(name, version, removed, -1)
  })
}

async function setFilters(
  parts: Parts,
  partition: IndexPartition,
  documentIds: readonly string[],
  { access, collection }: IndexFilters,
): Promise<void> {
  if (documentIds.length === 0) return
  const name = tableNameOf(partition)
  await parts.enqueue(name, async () => {
    const table = await parts.tables.find(partition)
    if (table === null) return
    const where = isOneOf('document_id', documentIds)
    const valuesSql = { access: listLiteral(access), collection: textLiteral(collection) }
    const { version, rowsUpdated } = await table.update({ where, valuesSql })
    noteWritten(parts, name, rowsUpdated, documentIds)
    parts.statistics.recordSameRows(name, version - 1, version)
  })
}

async function removePartition({ tables, statistics, enqueue }: Parts, partition: IndexPartition): Promise<void> {
  const name = tableNameOf(partition)
  await enqueue(name, async () => {
    await tables.remove(partition)
    statistics.forget(name)
  })
}

async function search(
  parts: Parts,
  partition: IndexPartition,
  scope: SearchScope,
  signal: AbortSignal,
  run: (table: Table, filter: string) => Promise<readonly IndexHit[]>,
): Promise<readonly IndexHit[]> {
  signal.throwIfAborted()
  const filter = filterOf(scope)
  const table = filter === null ? null : await parts.tables.find(partition)
  if (filter === null || table === null) return []
  const hits = await run(table, filter)
  signal.throwIfAborted()
  return hits
}

async function* listVersions(
  { tables, options }: Parts,
  partition: IndexPartition,
  signal: AbortSignal,
  only?: readonly string[],
): AsyncGenerator<IndexedVersion> {
  if (only?.length === 0) return
  yield* versionsIn(() => tables.find(partition), only, options.versionsPerPage, signal)
}

async function termsWhere(table: Table, condition: string): Promise<readonly (readonly string[])[]> {
  const found: (readonly string[])[] = []
  for await (const batch of table.query().where(condition).select(['terms'])) {
    const column = batch.getChild('terms')
    for (let row = 0; row < batch.numRows; row++) found.push(splitTerms(String(column?.get(row))))
  }
  return found
}

async function erase(parts: Parts, partition: IndexPartition): Promise<Date> {
  const name = tableNameOf(partition)
  await parts.enqueue(name, async () => {
    const table = await parts.tables.find(partition)
    if (table === null) return
    await table.checkoutLatest()
    await reorganise(parts, partition, 'rewrite')
  })
  return new Date(Date.now() + parts.options.keepVersionsForInMs)
}

async function optimize(parts: Parts, partition: IndexPartition): Promise<void> {
  const name = tableNameOf(partition)
  const { enqueue, tables, upkeep, statistics } = parts
  await enqueue(name, async () => {
    const table = await tables.find(partition)
    if (table === null) return
    await table.checkoutLatest()
    const due = isFoldingDue(await countUnindexed(table))
    const rest = due ? upkeep.restInMs(name) : 0
    if (due && rest === 0) {
      const startedAt = performance.now()
      await reorganise(parts, partition, 'fold')
      upkeep.folded(name, performance.now() - startedAt)
      return
    }
    if (due) optimizeLater(parts, partition, rest)
    const scattered = upkeep.scattered(name)
    if (scattered.length === 0) return
    const version = await gatherRows(table, scattered)
    statistics.recordSameRows(name, version - 1, version)
  })
}

/** Fold a table after its rest, also when nothing more is written to it. */
function optimizeLater(parts: Parts, partition: IndexPartition, inMs: number): void {
  const name = tableNameOf(partition)
  if (parts.waiting.has(name)) return
  const timer = setTimeout(() => {
    parts.waiting.delete(name)
    // A failure here comes again, and is told, behind the next document.
    optimize(parts, partition).catch(() => {})
  }, inMs)
  parts.waiting.set(name, timer.unref())
}

/** Rewrite a table without changing what is in it. */
async function reorganise(parts: Parts, partition: IndexPartition, kind: TableWork['kind']): Promise<void> {
  const name = tableNameOf(partition)
  let table = await parts.tables.find(partition)
  if (table === null) return
  const { options, statistics } = parts
  const [version, rows] = [await table.version(), await table.countRows()]
  if (rows >= options.rowsFoldedApart) {
    const { uri, storageOptions } = options
    const { mostNumbersComparedFlat, keepVersionsForInMs } = options
    await workApart({ kind, uri, storageOptions, table: name, rules: { mostNumbersComparedFlat, keepVersionsForInMs } })
    // That takes minutes for a large table: the one at hand may have been closed meanwhile.
    table = await parts.tables.find(partition)
    await table?.checkoutLatest()
  } else if (kind === 'fold') {
    await foldTable(table, await dimensionsOf(table), options)
  } else {
    await rewriteTable(table, options)
  }
  if (table !== null && (await table.countRows()) === rows)
    statistics.recordSameRows(name, version, await table.version())
}
