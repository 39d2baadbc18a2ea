import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Pool, type PoolConfig } from 'pg'
import type { Database } from './database.ts'
import * as schema from './schema.ts'

/** Any number that nothing else in the database uses as an advisory lock: two processes never migrate at once. */
const MIGRATION_LOCK = 7_036_883
const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url))

/** Open a pool of `pg` connections with the schema on top. `onClose` runs after the last connection is gone. */
export function connectPool(
  config: PoolConfig,
  { embedded, onClose }: { readonly embedded: boolean; readonly onClose: () => Promise<void> },
): Database {
  const pool = new Pool(config)
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  const system = drizzle(pool, { schema })
  return {
    forTenant: () => system,
    system,
    pool,
    embedded,
    migrate: () => migrateWithLock(pool),
    refreshStatistics: async () => {
      if (embedded) await pool.query('analyze')
    },
    [Symbol.asyncDispose]: async () => {
      await pool.end()
      await onClose()
    },
  }
}

async function migrateWithLock(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER })
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
    client.release()
  }
}
