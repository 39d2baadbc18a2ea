import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'

/** A table as it is copied: all rows, in the order of its key. */
export interface Table {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

const Row = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  key: z.array(z.string()),
  refers_to: z.array(z.string()),
})

const TABLES = `
  select t.relname as name,
    array(select attname::text from pg_attribute where attrelid = t.oid and attnum > 0 and not attisdropped
      and attgenerated = '' order by attnum) as columns,
    array(select a.attname::text from pg_index i, unnest(i.indkey) with ordinality as k (attnum, place), pg_attribute a
      where i.indrelid = t.oid and i.indisprimary and a.attrelid = t.oid and a.attnum = k.attnum order by k.place) as key,
    array(select confrelid::regclass::text from pg_constraint
      where conrelid = t.oid and contype = 'f' and confrelid <> t.oid) as refers_to
  from pg_class t join pg_namespace n on n.oid = t.relnamespace
  where n.nspname = 'public' and t.relkind = 'r' order by 1`

/** All tables of the schema, each behind those that its rows refer to. */
export async function listTables(database: Pool | PoolClient): Promise<readonly Table[]> {
  const { rows } = await database.query(TABLES)
  const waiting = new Map(
    z
      .array(Row)
      .parse(rows)
      .map((row) => [row.name, row]),
  )
  const ordered: Table[] = []
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ refers_to }) => refers_to.every((name) => !waiting.has(name)))
    if (ready.length === 0) throw new Error(`These tables refer to each other: ${[...waiting.keys()].join(', ')}.`)
    for (const { name, columns, key } of ready) {
      if (key.length === 0) throw new Error(`The table ${name} has no primary key.`)
      ordered.push({ name, columns, key })
      waiting.delete(name)
    }
  }
  return ordered
}

/** Hashes of the migrations that a database has seen, oldest first: two with the same ones have the same tables. */
export async function readMigrations(database: Pool | PoolClient): Promise<readonly string[]> {
  const { rows } = await database.query('select hash from drizzle.__drizzle_migrations order by created_at, id')
  return z
    .array(z.object({ hash: z.string() }))
    .parse(rows)
    .map(({ hash }) => hash)
}
