import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Pool, type PoolClient, type PoolConfig } from 'pg'
import type { Database, Orm } from './database.ts'
import * as schema from './schema.ts'
import { type StandingRevision, tellOfChanges } from './standing-revision.ts'
import { createTenantPools } from './tenant-pools.ts'
import { prepareTenantRole, protectTables, TENANT_ROLE } from './tenant-role.ts'

/** Any number that nothing else in the database uses as an advisory lock: two processes never migrate at once. */
const MIGRATION_LOCK = 7_036_883
const MIGRATIONS_FOLDER = fileURLToPath(new URL('./migrations', import.meta.url))
/** Handles of tenants that are kept: making one costs more than a statement, and each holds a few kilobytes. */
const KEPT_TENANTS = 1_000

export interface ConnectOptions {
  /** The revision of an embedded database, which this process alone writes; null for a server. */
  readonly embedded: Pick<StandingRevision, 'read'> | null
  readonly onClose: () => Promise<void>
}

/** Open a pool of `pg` connections with the schema on top. `onClose` runs after the last connection is gone. */
export function connectPool(config: PoolConfig, { embedded, onClose }: ConnectOptions): Database {
  const connections = new Pool(config)
  // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
  connections.on('error', () => undefined)
  const poolFor = createTenantPools(connections)
  const pool = poolFor(null)
  // Until the tables tell of their changes nobody may rely on hearing of them.
  let isTold = false
  return {
    forTenant: keepRecent(KEPT_TENANTS, (tenantId) => drizzle(poolFor(tenantId), { schema })),
    system: drizzle(pool, { schema }),
    pool,
    embedded: embedded !== null,
    standingRevision: () => (isTold && embedded !== null ? embedded.read() : null),
    migrate: () =>
      withLock(pool, async (client) => {
        await setUp(client)
        if (embedded === null) return
        await tellOfChanges(client)
        isTold = true
      }),
    grantToTenants: (rights) => withLock(pool, (client) => grant(client, rights)),
    refreshStatistics: async () => {
      if (embedded !== null) await pool.query('analyze')
    },
    [Symbol.asyncDispose]: async () => {
      await connections.end()
      await onClose()
    },
  }
}

async function setUp(client: PoolClient): Promise<void> {
  await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER })
  await prepareTenantRole(client)
  await protectTables(client)
}

async function grant(client: PoolClient, rights: readonly string[]): Promise<void> {
  await prepareTenantRole(client)
  for (const right of rights) await client.query(`grant ${right} to ${TENANT_ROLE}`)
}

async function withLock(pool: Pool, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await work(client)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
    client.release()
  }
}

/** Make something per tenant and keep those used last. */
function keepRecent(limit: number, make: (tenantId: string) => Orm): (tenantId: string) => Orm {
  const kept = new Map<string, Orm>()
  return (tenantId) => {
    const found = kept.get(tenantId) ?? make(tenantId)
    kept.delete(tenantId)
    kept.set(tenantId, found)
    const [oldest] = kept.keys()
    if (kept.size > limit && oldest !== undefined) kept.delete(oldest)
    return found
  }
}
