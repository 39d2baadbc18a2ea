import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Database, Orm } from '../src/platform/database/database.ts'
import { openEmbeddedDatabase } from '../src/platform/database/pglite.ts'
import { openPostgresDatabase } from '../src/platform/database/postgres.ts'
import { tenants } from '../src/platform/database/schema.ts'
import { startPostgresServer } from '../src/testing/postgres-server.ts'

/**
 * What row-level security costs: single selects through `forTenant`, for one tenant and for three in turn, against
 * `system`, in interleaved rounds. Run: node bench/row-level-security.ts
 */
const SELECTS = 2_000
const ROUND = 100
const TENANTS = ['one', 'two', 'three']

type Way = (n: number) => Orm

async function measure(name: string, database: Database): Promise<void> {
  await database.migrate()
  await database.system.insert(tenants).values(TENANTS.map((id) => ({ id, name: id })))
  const ways: Readonly<Record<string, Way>> = {
    'no tenant': () => database.system,
    'one tenant': () => database.forTenant('one'),
    'three in turn': (n) => database.forTenant(TENANTS[n % TENANTS.length] ?? 'one'),
  }
  for (const atOnce of [1, 20]) {
    const spent = new Map<string, number>()
    for (let done = 0; done < SELECTS; done += ROUND) {
      for (const [label, way] of Object.entries(ways)) {
        spent.set(label, (spent.get(label) ?? 0) + (await timeOf(way, atOnce)))
      }
    }
    const base = spent.get('no tenant') ?? 1
    for (const [label, milliseconds] of spent) {
      const each = (milliseconds / SELECTS).toFixed(3)
      console.log(`${name}, ${atOnce} at once, ${label}: ${each} ms each, ${(milliseconds / base).toFixed(2)}`)
    }
  }
}

async function timeOf(way: Way, atOnce: number): Promise<number> {
  const started = performance.now()
  let next = 0
  const run = async (): Promise<void> => {
    while (next < ROUND) await way(next++).select().from(tenants).where(eq(tenants.id, 'one'))
  }
  await Promise.all(Array.from({ length: atOnce }, run))
  return performance.now() - started
}

const folder = await mkdtemp(join(tmpdir(), 'footnote-bench-'))
try {
  await using embedded = await openEmbeddedDatabase({ dataFolder: join(folder, 'database') })
  await measure('PGlite', embedded)
  await using server = await startPostgresServer()
  await using postgres = openPostgresDatabase(server.url)
  await measure('PostgreSQL', postgres)
} finally {
  await rm(folder, { recursive: true, force: true })
}
