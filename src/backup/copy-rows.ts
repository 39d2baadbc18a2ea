import { createHash } from 'node:crypto'
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import type { Table } from './tables.ts'

/** Rows in one statement: passages of a few kilobytes each stay below some megabytes. */
const ROWS_AT_ONCE = 500

const JsonRow = z.object({ row: z.string() })

/** What a table holds, in a form that can be compared: the hash is over its rows as JSON, in the order of the key. */
export interface TableContent {
  readonly rows: number
  readonly sha256: string
}

/**
 * The rows of a table as JSON texts, in the order of its key, some hundred at a time. Every type of column survives the way
 * to `jsonb` and back; what PostgreSQL writes is passed on as text, so that no number loses digits here. Needs a transaction.
 */
export async function* readRows(client: PoolClient, { name, key }: Table): AsyncGenerator<readonly string[]> {
  // By bytes: languages sort letters differently, and so do databases.
  const order = key.map((column) => `"${column}"::text collate "C"`).join(', ')
  await client.query(
    `declare backup_rows no scroll cursor for select to_jsonb(t)::text as "row" from "${name}" t order by ${order}`,
  )
  try {
    for (;;) {
      const { rows } = await client.query(`fetch ${ROWS_AT_ONCE} from backup_rows`)
      if (rows.length === 0) return
      yield z
        .array(JsonRow)
        .parse(rows)
        .map(({ row }) => row)
    }
  } finally {
    await client.query('close backup_rows')
  }
}

/** Write rows that `readRows` gave; those that are there already are left alone, so that an interrupted copy can go on. */
export async function writeRows(client: Pool | PoolClient, table: Table, rows: readonly string[]): Promise<void> {
  const columns = table.columns.map((column) => `"${column}"`).join(', ')
  await client.query(
    `insert into "${table.name}" (${columns})
     select ${columns} from jsonb_populate_recordset(null::"${table.name}", $1::jsonb) on conflict do nothing`,
    [`[${rows.join(',')}]`],
  )
}

/** Counts and hashes rows as they pass. */
export function createContentMeter() {
  const hash = createHash('sha256')
  let rows = 0
  return {
    add: (row: string): void => {
      rows += 1
      hash.update(row).update('\n')
    },
    content: (): TableContent => ({ rows, sha256: hash.digest('hex') }),
  }
}

/** What a table holds now. Needs a transaction. */
export async function readContent(client: PoolClient, table: Table): Promise<TableContent> {
  const meter = createContentMeter()
  for await (const rows of readRows(client, table)) for (const row of rows) meter.add(row)
  return meter.content()
}

/** Do something with all tables as they are at one moment, whatever is written meanwhile. */
export async function atOneMoment<T>(pool: Pool, read: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    // Times are written in the zone of the session.
    await client.query("set local time zone 'UTC'")
    const result = await read(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
