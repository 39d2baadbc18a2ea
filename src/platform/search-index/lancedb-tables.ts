import { createHash } from 'node:crypto'
import { type Connection, Index, type Table } from '@lancedb/lancedb'
import { LRUCache } from 'lru-cache'
import { schemaOf } from './lancedb-rows.ts'
import type { IndexPartition } from './search-index.ts'

/** Name LanceDB gives the full-text index of the `terms` column. */
export const TEXT_INDEX = 'terms_idx'
/** Longer terms are not words; the index leaves them out. */
const LONGEST_TERM = 100
/** Open tables kept at once; each holds a manifest and index metadata in memory. */
const OPEN_TABLES = 200
/** Tables of which it is known how many rows their index held. */
const COUNTED_TABLES = 10_000

/** The tables behind the partitions: one each, so that tenants are apart on disk. */
export interface PartitionTables {
  /** The table of a partition, or null when nothing was ever written to it. */
  readonly find: (partition: IndexPartition) => Promise<Table | null>
  readonly findOrCreate: (partition: IndexPartition, dimensions: number) => Promise<Table>
  readonly remove: (partition: IndexPartition) => Promise<void>
  /**
   * Open everything anew when enough indexes were replaced by newer ones, by whatever process. The engine keeps each
   * text index that it ever searched, its files open, for as long as a connection lives: whatever limit its cache has,
   * that is 70 MB each time that 100,000 rows are folded.
   */
  readonly renewWhenDue: () => Promise<void>
  readonly close: () => void
}

/** A name of safe characters, different for every pair of tenant and generation. */
export function tableNameOf({ tenantId, generation }: IndexPartition): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([tenantId, generation]))
    .digest('hex')
  return `passages-${hash.slice(0, 40)}`
}

/** When everything is opened anew; see `renewWhenDue`. */
export interface RenewalRules {
  readonly mostReindexedRows: number
  /** How long a search or a write that has begun may go on with the old tables. */
  readonly graceInMs: number
}

/** Open tables on first use and remember them. */
export async function openPartitionTables(
  openConnection: () => Promise<Connection>,
  { mostReindexedRows, graceInMs }: RenewalRules,
): Promise<PartitionTables> {
  let connection = await openConnection()
  const open = new LRUCache<string, Table>({ max: OPEN_TABLES })
  const writable = new WeakSet<Table>()
  const reindexed = countReindexedRows()
  /** Tables that were used since it was last looked whether a renewal is due. */
  let used = new Set<string>()

  async function find(partition: IndexPartition): Promise<Table | null> {
    const name = tableNameOf(partition)
    used.add(name)
    const known = open.get(name)
    if (known !== undefined) return known
    try {
      const table = await connection.openTable(name)
      open.set(name, table)
      return table
    } catch (error) {
      if (isMissingTable(error)) return null
      throw error
    }
  }

  async function findOrCreate(partition: IndexPartition, dimensions: number): Promise<Table> {
    const name = tableNameOf(partition)
    const table =
      (await find(partition)) ?? (await connection.createEmptyTable(name, schemaOf(dimensions), { existOk: true }))
    open.set(name, table)
    if (!writable.has(table)) await ensureTextIndex(table)
    writable.add(table)
    return table
  }

  async function remove(partition: IndexPartition): Promise<void> {
    const name = tableNameOf(partition)
    open.delete(name)
    await connection.dropTable(name).catch((error: unknown) => {
      if (!isMissingTable(error)) throw error
    })
  }

  async function renewWhenDue(): Promise<void> {
    const names = used
    used = new Set()
    for (const name of names) {
      const table = open.peek(name)
      // A table that was removed meanwhile has nothing to say.
      const statistics = await table?.indexStats(TEXT_INDEX).catch(() => undefined)
      if (statistics !== undefined) reindexed.see(name, statistics.numIndexedRows)
    }
    if (reindexed.total() < mostReindexedRows) return
    reindexed.forget()
    const old = [connection, ...open.values()]
    connection = await openConnection()
    open.clear()
    // Whoever is at work with an old table ends with it first; only then nothing holds the caches any more.
    setTimeout(() => closeAll(old), graceInMs).unref()
  }

  return { find, findOrCreate, remove, renewWhenDue, close: () => connection.close() }
}

/** Adds up the rows of indexes that are seen to be other ones than before. */
function countReindexedRows() {
  const seen = new LRUCache<string, number>({ max: COUNTED_TABLES })
  let total = 0
  return {
    see: (table: string, rows: number) => {
      const before = seen.get(table)
      if (before !== undefined && before !== rows) total += rows
      seen.set(table, rows)
    },
    total: () => total,
    forget: () => {
      seen.clear()
      total = 0
    },
  }
}

function closeAll(closeable: readonly { readonly close: () => void }[]): void {
  for (const each of closeable) each.close()
}

/** Made while the table is empty, so that full-text search finds rows from the first write on, indexed or not. */
async function ensureTextIndex(table: Table): Promise<void> {
  const indices = await table.listIndices()
  if (indices.some((index) => index.name === TEXT_INDEX)) return
  await createTextIndex(table)
}

/** Index all rows anew, in place of an index that there may be. */
export async function createTextIndex(table: Table): Promise<void> {
  const config = Index.fts({
    baseTokenizer: 'whitespace',
    maxTokenLength: LONGEST_TERM,
    withPosition: false,
    lowercase: false,
    stem: false,
    removeStopWords: false,
    asciiFolding: false,
  })
  await table.createIndex('terms', { config })
}

function isMissingTable(error: unknown): boolean {
  return error instanceof Error && /was not found|does not exist/i.test(error.message)
}
