import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import type { Bus } from '../src/platform/bus/bus.ts'
import { openPgBossBus } from '../src/platform/bus/pg-boss.ts'
import type { Database } from '../src/platform/database/database.ts'
import { openEmbeddedDatabase } from '../src/platform/database/pglite.ts'
import { openPostgresDatabase } from '../src/platform/database/postgres.ts'
import { startPostgresServer } from '../src/testing/postgres-server.ts'
import { quantile } from './quantile.ts'

/**
 * What taking turns costs while very many jobs wait, and how fair it is: a tenant with thousands of jobs is there first, and
 * others come with a few each. Run: node bench/queue-turns.ts [--waiting 10000]
 */
const { values } = parseArgs({ options: { waiting: { type: 'string', default: '10000' } } })
const WAITING = Number(values.waiting)
const SAMPLES = 300
const SMALL_TENANTS = 5
const JOBS_OF_SMALL_TENANTS = 20
const CONCURRENT_SENDERS = 8

const logger = pino({ level: 'error' })

const folder = await mkdtemp(join(tmpdir(), 'footnote-turns-'))
try {
  await using embedded = await openEmbeddedDatabase({ dataFolder: join(folder, 'database') })
  await measure('PGlite', embedded)
} finally {
  await rm(folder, { recursive: true, force: true })
}
await using server = await startPostgresServer()
await using postgres = openPostgresDatabase(server.url)
await measure('PostgreSQL', postgres)

async function measure(name: string, database: Database): Promise<void> {
  await using bus = await openPgBossBus({ database, logger })
  await bus.work('turns', { concurrency: 0 }, async () => undefined)
  const empty = await timeSends(bus, database, 'nobody')
  await fill(bus, database)
  await database.pool.query('analyze')
  const full = await timeSends(bus, database, 'big')
  const depth = await time(50, () => bus.depth('turns', 'big').then(() => undefined))
  for (let n = 0; n < JOBS_OF_SMALL_TENANTS; n++)
    for (let small = 0; small < SMALL_TENANTS; small++) await bus.send('turns', { tenant_id: `small-${small}` })
  const order = await takeAll(bus, 1_000)
  const lastOfSmall = order.findLastIndex((tenantId) => tenantId.startsWith('small'))
  const fairEnd = (SMALL_TENANTS + 1) * JOBS_OF_SMALL_TENANTS
  console.log(
    JSON.stringify({
      database: name,
      waiting: WAITING,
      send_ms_empty: empty,
      send_ms_full: full,
      depth_ms_full: depth,
      small_tenants_done_after: lastOfSmall + 1,
      of_at_best: fairEnd,
    }),
  )
}

/** As uploads do: each job in a transaction of its own, several at a time. */
async function fill(bus: Bus, database: Database): Promise<void> {
  let left = WAITING
  const sender = async () => {
    while (left-- > 0) {
      await database
        .forTenant('big')
        .transaction((transaction) => bus.send('turns', { tenant_id: 'big' }, { transaction }))
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: CONCURRENT_SENDERS }, sender))
  const perSecond = Math.round(WAITING / ((performance.now() - startedAt) / 1_000))
  const { rows } = await database.system.execute<{ rounds: number }>(
    sql`select count(distinct priority)::int as rounds from pgboss.job where name = 'turns'`,
  )
  console.error(`${WAITING} sent by ${CONCURRENT_SENDERS} at a time: ${perSecond}/s in ${rows[0]?.rounds} rounds`)
}

async function timeSends(bus: Bus, database: Database, tenantId: string) {
  return time(SAMPLES, () =>
    database
      .forTenant(tenantId)
      .transaction((transaction) => bus.send('turns', { tenant_id: tenantId }, { transaction })),
  )
}

async function time(samples: number, run: () => Promise<void>) {
  const times: number[] = []
  for (let n = 0; n < samples; n++) {
    const startedAt = performance.now()
    await run()
    times.push(performance.now() - startedAt)
  }
  return { p50: round(quantile(times, 0.5)), p95: round(quantile(times, 0.95)) }
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100
}

/** The tenants in the order in which one worker gets their jobs. */
async function takeAll(bus: Bus, count: number): Promise<readonly string[]> {
  const order: string[] = []
  const done = Promise.withResolvers<void>()
  const startedAt = performance.now()
  await bus.work('turns', { concurrency: 1 }, async ({ payload }) => {
    const { tenant_id } = payload as { tenant_id: string }
    if (tenant_id !== 'nobody') order.push(tenant_id)
    if (order.length === count) done.resolve()
  })
  await done.promise
  console.error(`${count} taken by one worker: ${Math.round(count / ((performance.now() - startedAt) / 1_000))}/s`)
  return order
}
