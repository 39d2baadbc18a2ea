import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { openFileSystemBlobs } from '../src/platform/blobs/file-system.ts'
import type { Database } from '../src/platform/database/database.ts'
import { openEmbeddedDatabase } from '../src/platform/database/pglite.ts'
import { openPostgresDatabase } from '../src/platform/database/postgres.ts'
import { readTable } from '../src/reporting/exports/read-table.ts'
import { writeXlsx } from '../src/reporting/exports/write-xlsx.ts'
import { makeReport, REPORTS, type ReportsDependencies } from '../src/reporting/reports.ts'
import { renewRollups } from '../src/reporting/roll-ups/renew-rollups.ts'
import { contextFor, createManualClock } from '../src/testing/call-contexts.ts'
import { startPostgresServer } from '../src/testing/postgres-server.ts'
import { fillUsage } from './fill-usage.ts'
import { quantile } from './quantile.ts'

/**
 * Many usage events of one tenant: how long the roll-up of a day takes, every report by every grouping in two time zones, and
 * an XLSX of 100,000 questions. `node bench/reports.ts [--on pglite|postgres] [--events 1000000] [--days 60]
 * [--people 1000] [--runs 5] [--until 2026-03-29] [--folder FOLDER] [--minutes 60]`. It ends before its month does unless told
 * otherwise: then reports add up days. What is kept in a folder is gone on with by the next run of the same options; after so
 * many minutes no further day is rolled up.
 */
const { values } = parseArgs({
  options: {
    on: { type: 'string', default: 'pglite' },
    events: { type: 'string', default: '1000000' },
    days: { type: 'string', default: '60' },
    people: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '5' },
    until: { type: 'string', default: '2026-03-29' },
    folder: { type: 'string' },
    minutes: { type: 'string', default: '60' },
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

/** Roll everything up, each day with its hours; returns seconds for a day, or null when there was not time enough for all. */
async function rollUp(database: Database) {
  const perDay: number[] = []
  const renew = (atMost: number, upTo: 'hours' | 'months') =>
    renewRollups(database, TENANT, { now: new Date(END), atMost, upTo })
  for (let begun = performance.now(); (await renew(24, 'hours')) > 0; begun = performance.now()) {
    perDay.push((performance.now() - begun) / 1_000)
    console.error(`a day rolled up: ${perDay.at(-1)?.toFixed(1)} s`)
    // As often as an embedded database looks at its tables where documents come every week.
    if (perDay.length % 7 === 1) await database.refreshStatistics()
    if (performance.now() > Number(values.minutes) * 60_000) return null
  }
  const begun = performance.now()
  while ((await renew(100, 'months')) > 0);
  const rest = (performance.now() - begun) / 1_000 / days
  const mean = rest + perDay.reduce((sum, each) => sum + each, 0) / Math.max(perDay.length, 1)
  return { days: perDay.length, mean, most: rest + Math.max(0, ...perDay) }
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

/** The database to measure, empty or as an earlier run left it in its folder. */
async function open(stack: AsyncDisposableStack, folder: string): Promise<Database> {
  if (values.on === 'pglite') return stack.use(await openEmbeddedDatabase({ dataFolder: join(folder, 'database') }))
  const server = stack.use(await startPostgresServer(join(folder, 'postgres')))
  return stack.use(openPostgresDatabase(server.url))
}

/** What a server does by itself after so many changes; the embedded database looks at its tables only when it is told to. */
async function lookAtTables(database: Database): Promise<void> {
  if (database.embedded) await database.refreshStatistics()
  else await database.pool.query('vacuum analyze')
}

await using stack = new AsyncDisposableStack()
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'footnote-reports-')))
if (values.folder === undefined) stack.defer(() => rm(folder, { recursive: true, force: true }))
const database = await open(stack, folder)
await database.migrate()
await fillUsage(database, { tenantId: TENANT, events, start: START, end: END, people, questions: EXPORTED })
await lookAtTables(database)
const rollup = await rollUp(database)
if (rollup === null) console.error('the time is up: run the same again to go on')
else {
  await lookAtTables(database)
  const limits = { userTokensPerDay: 0, tenantTokensPerDay: 0 }
  const dependencies = { database, limits, bus: { deadLetters: async () => ({ letters: [], next: null }) } }
  const xlsx = await exportQuestions(dependencies, join(folder, 'exports'))
  const reports = await timeReports(dependencies)
  const slowest = Object.entries(reports).toSorted(([, a], [, b]) => b - a)
  const figures = {
    on: values.on,
    events,
    days,
    people,
    seconds_to_roll_a_day_up: rollup,
    xlsx,
    reports: slowest.length,
    slowest_p95_in_ms: Object.fromEntries(slowest.slice(0, 12)),
    above_300_ms: slowest.filter(([, ms]) => ms > 300).length,
    memory_in_mb: Math.round(process.memoryUsage().rss / 1e6),
  }
  console.log(JSON.stringify(figures, null, 2))
}
