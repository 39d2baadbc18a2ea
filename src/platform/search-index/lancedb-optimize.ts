import { Index, type Table } from '@lancedb/lancedb'
import { isOneOf } from './lancedb-filter.ts'
import { createTextIndex, TEXT_INDEX } from './lancedb-tables.ts'

/** Share of rows outside the full-text index from which folding them in pays: it rebuilds the index of the whole table. */
const UNINDEXED_SHARE = 0.1
/** Searching this few rows one by one costs nothing, and folding in after every small file would. */
const FEWEST_UNINDEXED_ROWS = 50
/** So many add 6 ms to a search of 16, as long as they lie in few files. */
const MOST_UNINDEXED_ROWS = 5_000
/** From here on the access filter is worth an index of its own: at 100,000 rows it cuts a filtered search from 14 to 5 ms. */
const ACCESS_INDEX_ROWS = 10_000
const SMALLEST_VECTOR_INDEX_ROWS = 256
/**
 * Nearly always all parts are read, so there need not be more than processors can share: 13 parts of 100,000 rows give a
 * third more searches a second than the usual square root, 316.
 */
const ROWS_PER_PART = 8_000

const ACCESS_INDEX = 'access_idx'
const VECTOR_INDEX = 'vector_idx'
/** Rows that an update is told of are written anew, also with what they had. */
const SAME_ROWS = { media_type: 'media_type' }

/** What decides how much is indexed. */
export interface OptimizeRules {
  /** Numbers (rows x dimensions) that a vector search compares without an index; above it one is built. */
  readonly mostNumbersComparedFlat: number
  /** Old versions are kept this long for the searches that still read them. */
  readonly keepVersionsForInMs: number
}

/** How much of a table its full-text index does not hold yet. */
export interface UnindexedRows {
  readonly rows: number
  readonly unindexed: number
}

/** Count the rows of a table, and those that its full-text index does not hold yet. */
export async function countUnindexed(table: Table): Promise<UnindexedRows> {
  const rows = await table.countRows()
  const statistics = await table.indexStats(TEXT_INDEX)
  return { rows, unindexed: statistics?.numUnindexedRows ?? rows }
}

/** Whether so many rows are outside the full-text index that they are to be folded in. */
export function isFoldingDue({ rows, unindexed }: UnindexedRows): boolean {
  return unindexed >= Math.min(MOST_UNINDEXED_ROWS, Math.max(FEWEST_UNINDEXED_ROWS, rows * UNINDEXED_SHARE))
}

/**
 * Put rows that were written one small commit after the other into one file: each file adds 0.4 ms to every search, the
 * rows themselves a few microseconds. Resolves to the version that this made.
 */
export async function gatherRows(table: Table, documentIds: readonly string[]): Promise<number> {
  const { version } = await table.update({ where: isOneOf('document_id', documentIds), valuesSql: SAME_ROWS })
  return version
}

/** Fold recent writes into the indexes, build those that a table of this size should have, and remove old versions. */
export async function foldTable(table: Table, dimensions: number, rules: OptimizeRules): Promise<void> {
  const rows = await table.countRows()
  await table.optimize({ cleanupOlderThan: new Date(Date.now() - rules.keepVersionsForInMs) })
  const names = new Set((await table.listIndices()).map((index) => index.name))
  if (rows >= ACCESS_INDEX_ROWS && !names.has(ACCESS_INDEX)) await createAccessIndex(table)
  const isLarge = rows * dimensions > rules.mostNumbersComparedFlat
  if (isLarge && rows >= SMALLEST_VECTOR_INDEX_ROWS && !names.has(VECTOR_INDEX)) await createVectorIndex(table, rows)
}

/**
 * Rewrite a table whose files still hold rows that were removed, with its indexes, and remove old files. Compaction alone
 * would not do it: it leaves files alone of which less than a tenth was removed. About 1.2 s for 50,000 rows.
 */
export async function rewriteTable(table: Table, rules: Pick<OptimizeRules, 'keepVersionsForInMs'>): Promise<void> {
  if (await holdsRemovedRows(table)) {
    const names = new Set((await table.listIndices()).map((index) => index.name))
    await table.update({ where: 'true', valuesSql: SAME_ROWS })
    await createTextIndex(table)
    if (names.has(ACCESS_INDEX)) await createAccessIndex(table)
    if (names.has(VECTOR_INDEX)) await createVectorIndex(table, await table.countRows())
  }
  await table.optimize({ cleanupOlderThan: new Date(Date.now() - rules.keepVersionsForInMs) })
}

/** Only of a single file it is known for certain how many rows were written to it. */
async function holdsRemovedRows(table: Table): Promise<boolean> {
  const { numRows, fragmentStats } = await table.stats()
  if (fragmentStats.numFragments === 0) return false
  return fragmentStats.numFragments > 1 || fragmentStats.lengths.max > numRows
}

async function createAccessIndex(table: Table): Promise<void> {
  await table.createIndex('access', { config: Index.labelList() })
}

async function createVectorIndex(table: Table, rows: number): Promise<void> {
  if (rows < SMALLEST_VECTOR_INDEX_ROWS) return
  // Flat parts compare whole vectors, so nothing is lost to compression; the graph indexes took 80 times as long to build.
  const config = Index.ivfFlat({ distanceType: 'dot', numPartitions: vectorIndexParts(rows) })
  await table.createIndex('vector', { config })
}

/** Into how many parts the vector index of a table with this many rows is divided. */
export function vectorIndexParts(rows: number): number {
  return Math.ceil(rows / ROWS_PER_PART)
}
