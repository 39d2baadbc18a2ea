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

/** The tables behind the partitions: one each, so that tenants are apart on disk. */
export interface PartitionTables {
  /** The table of a partition, or null when nothing was ever written to it. */
  readonly find: (partition: IndexPartition) => Promise<Table | null>
  readonly findOrCreate: (partition: IndexPartition, dimensions: number) => Promise<Table>
  readonly remove: (partition: IndexPartition) => Promise<void>
}

/** A name of safe characters, different for every pair of tenant and generation. */
export function tableNameOf({ tenantId, generation }: IndexPartition): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([tenantId, generation]))
    .digest('hex')
  return `passages-${hash.slice(0, 40)}`
}

/** Open tables on first use and remember them. */
export function createPartitionTables(connection: Connection): PartitionTables {
  const open = new LRUCache<string, Table>({ max: OPEN_TABLES })
  const writable = new WeakSet<Table>()

  async function find(partition: IndexPartition): Promise<Table | null> {
    const name = tableNameOf(partition)
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

  return { find, findOrCreate, remove }
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
