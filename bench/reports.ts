import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { sql } from 'drizzle-orm'
import { openFileSystemBlobs } from '../src/platform/blobs/file-system.ts'
import type { Database } from '../src/platform/database/database.ts'
import { openPostgresDatabase } from '../src/platform/database/postgres.ts'
import { tenants } from '../src/platform/database/schema.ts'
import { readTable } from '../src/reporting/exports/read-table.ts'
import { writeXlsx } from '../src/reporting/exports/write-xlsx.ts'
import { makeReport, REPORTS, type ReportsDependencies } from '../src/reporting/reports.ts'
import { renewRollups } from '../src/reporting/roll-ups/renew-rollups.ts'
import { contextFor, createManualClock } from '../src/testing/call-contexts.ts'
import { openTestDatabase } from '../src/testing/open-test-database.ts'
import { startPostgresServer } from '../src/testing/postgres-server.ts'
import { quantile } from './quantile.ts'

/**
 * Many usage events of one tenant: how long the roll-up of a day takes, every report by every grouping in two time zones, and
 * an XLSX of 100,000 questions. `node bench/reports.ts [--on pglite|postgres] [--events 1000000] [--days 60]
 * [--people 1000] [--runs 5] [--until 2026-03-29]`. It ends before its month does unless told otherwise: then reports add up days.
 */
const { values } = parseArgs({
  options: {
    on: { type: 'string', default: 'pglite' },
    events: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '60' },
    people: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '5' },
    until: { type: 'string', default: '2026-03-29' },
  },
})
const [events, days, runs] = [Number(values.events), Number(values.days), Number(values.runs)]
const people = Number(values.people)
const TENANT = 'bench'
const EXPORTED = 100_000
const DAY_IN_MS = 86_400_000
const END = Date.parse(`${values.until}T00:00:00Z`)
const START = END - days * DAY_IN_MS
const clock = createManualClock(END)
const context = contextFor({ tenant_id: TENANT, object_id: 'user-1', roles: ['Admin'] }, { clock })

async function fill({ system }: Database): Promise<void> {
  await system.insert(tenants).values({ id: TENANT, name: TENANT })
  for (let first = 0; first < events; first += 100_000) {
    const last = Math.min(first + 100_000, events)
    await system.execute(sql`
      insert into usage_events
      select ${TENANT}, gen_random_uuid(),
        to_timestamp((${START}::float8 + (${END - START}::float8 * n) / ${events}) / 1000),
        'user-' || (n::bigint * 7919) % ${people}::int, array['group-' || n % 20, 'everyone'],
        case when n % 10 < 7 then array['collection-' || n % 30] else array[]::text[] end, 'model-' || n % 3,
        case when n % 10 < 7 then 'answered' when n % 10 < 9 then 'abstained' else 'failed' end, n % 11 = 0,
        500 + n % 3000, 50 + n % 400, 100 + n % 5000, 200 + (n::bigint * 131) % 9000, 80 + (n::bigint * 17) % 900,
        case when n % 10 < 7 then 300 + n % 700 end, n % 9, n % 1000,
        case when n % 25 = 0 then 'up' when n % 40 = 1 then 'down' end, case when n % 40 = 1 then 'wrong' end
      from generate_series(${first}::int, ${last - 1}::int) n`)
  }
  await system.execute(sql`
    insert into usage_marks (tenant_id, grain, start)
    select distinct tenant_id, 'hour', date_trunc('hour', at, 'UTC') from usage_events`)
  await system.execute(sql`
    insert into answers (tenant_id, id, object_id, request_id, query, outcome, duration_in_ms, created_at)
    select ${TENANT}, gen_random_uuid(), 'user-' || n % 1000, 'r', '=1+1 what is the rule number ' || n || '?', 'answered',
      n, to_timestamp((${START}::float8 + (${END - START}::float8 * n) / ${EXPORTED}) / 1000)
    from generate_series(0, ${EXPORTED - 1}) n`)
}

/** Roll everything up; returns seconds for a day, on average and at most. */
async function rollUp(database: Database): Promise<{ readonly mean: number; readonly most: number }> {
  const perDay: number[] = []
  for (let begun = performance.now(); ; begun = performance.now()) {
    if ((await renewRollups(database, TENANT, { now: new Date(END), atMost: 24, upTo: 'hours' })) === 0) break
    perDay.push((performance.now() - begun) / 1_000)
    // A million events take a quarter of an hour on an embedded database: whoever waits sees how far it is.
    console.error(`day ${perDay.length} of ${days}: ${perDay.at(-1)?.toFixed(1)} s`)
  }
  const begun = performance.now()
  while ((await renewRollups(database, TENANT, { now: new Date(END), atMost: 100, upTo: 'months' })) > 0);
  const rest = (performance.now() - begun) / 1_000 / days
  return { mean: rest + perDay.reduce((sum, each) => sum + each, 0) / days, most: rest + Math.max(...perDay) }
}

async function timeReports(dependencies: ReportsDependencies): Promise<Record<string, number>> {
  const p95s: Record<string, number> = {}
  for (const { name, by: groupings, of: whose } of REPORTS)
    for (const by of groupings)
      for (const of of whose.filter((each) => each === 'everyone' || by === 'hour' || by === 'day'))
        for (const time_zone of ['UTC', 'Asia/Kolkata']) {
          const from = new Date(by === 'hour' ? END - 31 * DAY_IN_MS : START).toISOString()
          const query = {
            name,
            by,
            of,
            time_zone,
            from,
            to: new Date(END).toISOString(),
            format: 'json',
            limit: 100,
          } as const
          const times: number[] = []
          for (let run = 0; run < runs; run++) {
            const begun = performance.now()
            await makeReport(dependencies, query, context)
            times.push(performance.now() - begun)
          }
          p95s[`${name} by ${by} of ${of} in ${time_zone}`] = Math.round(quantile(times, 0.95))
        }
  return p95s
}

async function exportQuestions(dependencies: ReportsDependencies, folder: string) {
  const blobs = openFileSystemBlobs(folder)
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50)
  const begun = performance.now()
  const input = { name: 'questions', format: 'xlsx', by: 'day', of: 'everyone', time_zone: 'UTC' } as const
  const period = { from: new Date(START).toISOString(), to: new Date(END).toISOString() }
  const table = await readTable(dependencies, { ...input, ...period }, context)
  const content = Readable.from(writeXlsx(table), { objectMode: false })
  const { sizeInBytes } = await blobs.put('bench', content, { signal: context.signal, maximumBytes: 2 ** 31 })
  clearInterval(watch)
  const seconds = (performance.now() - begun) / 1_000
  return { rows: table.rowsInAll, seconds, bytes: sizeInBytes, memory_grew_by_mb: (most - before) / 1e6 }
}

await using test = await openTestDatabase()
await using server = values.on === 'postgres' ? await startPostgresServer() : null
await using postgres = server === null ? null : openPostgresDatabase(server.url)
const database = postgres ?? test
await database.migrate()
await fill(database)
await database.refreshStatistics()
const rollup = await rollUp(database)
await database.refreshStatistics()
if (postgres !== null) await postgres.pool.query('vacuum analyze')
const limits = { userTokensPerDay: 0, tenantTokensPerDay: 0 }
const dependencies = { database, limits, bus: { deadLetters: async () => ({ letters: [], next: null }) } }
const xlsx = await exportQuestions(dependencies, `${test.folder}/exports`)
const reports = await timeReports(dependencies)
const slowest = Object.entries(reports).toSorted(([, a], [, b]) => b - a)
console.log(
  JSON.stringify(
    {
      on: values.on,
      events,
      days,
      people,
      seconds_to_roll_a_day_up: rollup,
      xlsx,
      reports: slowest.length,
      slowest_p95_in_ms: Object.fromEntries(slowest.slice(0, 12)),
      above_300_ms: slowest.filter(([, ms]) => ms > 300).length,
    },
    null,
    2,
  ),
)
