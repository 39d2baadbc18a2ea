import { type SQL, sql } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import type { ReportRow } from '../contracts/reports.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database, Orm } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { bucketNumber } from './bucket-number.ts'
import type { ReportRows, RowsQuery } from './make-usage-report.ts'
import type { Bucket } from './periods/buckets.ts'
import { bucketsOf } from './report-period.ts'

/** So many are looked at: more than that are an emergency, and no report. */
const MOST_DEAD_LETTERS = 1_000
const LETTERS_PER_PAGE = 100

const ON_THE_WAY = sql`('queued', 'parsing', 'embedding', 'indexing')`
const SUMS = sql`count(*)::int as accepted,
  (count(*) filter (where v.state in ('ready', 'deleted')))::int as ready,
  (count(*) filter (where v.state in ('failed', 'needs_ocr')))::int as failed,
  (count(*) filter (where v.state in ${ON_THE_WAY}))::int as waiting,
  sum(v.size_in_bytes)::float8 as bytes,
  coalesce(sum(v.pages), 0)::int as pages,
  coalesce(sum(v.passages), 0)::int as passages,
  round(percentile_cont(0.95) within group (order by (v.timings ->> 'waiting')::float8))::int as waited_p95,
  round(percentile_cont(0.5) within group (order by (v.timings ->> 'parsing')::float8))::int as parsing_p50,
  round(percentile_cont(0.95) within group (order by (v.timings ->> 'parsing')::float8))::int as parsing_p95`

type Row = ReportRow & { readonly key: string | number }

/** Count the versions of documents that came in a period. */
export async function makeIngestionReport(
  { database, bus }: { readonly database: Database; readonly bus: Pick<Bus, 'deadLetters'> },
  { selection: { by }, period, limit, offset }: RowsQuery,
  { principal }: CallContext,
): Promise<ReportRows> {
  const tenantId = principal.tenant_id
  const orm = database.forTenant(tenantId)
  const buckets = bucketsOf(period, by)
  const whole: Bucket = { label: '', from: period.from, to: period.to }
  const failures = await readDeadLetters(bus, tenantId, whole)
  const [sums] = await sumsOf(orm, tenantId, { period: whole, key: sql`0` })
  const total = { ...NOTHING, ...withoutKey(sums), dead_letters: failures.length }
  if (buckets === null) {
    const key = by === 'source' ? sql`d.source` : sql`coalesce(d.collection, '')`
    const found = await sumsOf(orm, tenantId, { period: whole, key, page: { limit: limit + 1, offset } })
    const rows = found
      .slice(0, limit)
      .map((row) => Object.assign({ [by]: row.key }, withoutKey(row), { dead_letters: null }))
    return { rows, total, waitingHours: 0, hasMore: found.length > limit }
  }
  const byTime = await sumsOf(orm, tenantId, { period: whole, key: bucketNumber(sql`v.created_at`, buckets) })
  const found = new Map(byTime.map((row) => [row.key, row]))
  const rows = buckets.flatMap(({ label, from, to }, n) => {
    const dead_letters = failures.filter((at) => at >= from && at < to).length
    const row = found.get(n)
    if (row === undefined && dead_letters === 0) return []
    return [{ [by]: label, ...NOTHING, ...withoutKey(row), dead_letters }]
  })
  return { rows, total, waitingHours: 0, hasMore: false }
}

const NOTHING = {
  accepted: 0,
  ready: 0,
  failed: 0,
  waiting: 0,
  bytes: 0,
  pages: 0,
  passages: 0,
  waited_p95: null,
  parsing_p50: null,
  parsing_p95: null,
}

interface Grouped {
  readonly period: Bucket
  readonly key: SQL
  readonly page?: { readonly limit: number; readonly offset: number }
}

async function sumsOf(orm: Orm, tenantId: string, { period, key, page }: Grouped): Promise<readonly Row[]> {
  const [from, to] = [period.from.toISOString(), period.to.toISOString()]
  const cut = page === undefined ? sql`` : sql`order by 2 desc, 1 limit ${page.limit} offset ${page.offset}`
  const { rows } = await orm.execute<Row>(
    sql`select ${key} as key, ${SUMS}
        from ${documentVersions} v join ${documents} d on d.tenant_id = v.tenant_id and d.id = v.document_id
        where v.tenant_id = ${tenantId} and v.created_at >= ${from} and v.created_at < ${to}
        group by 1 ${cut}`,
  )
  return rows
}

function withoutKey(row: Row | undefined): ReportRow {
  if (row === undefined) return {}
  const { key: _, ...sums } = row
  return sums
}

/** When the newest dead letters of a period failed. */
async function readDeadLetters(bus: Pick<Bus, 'deadLetters'>, tenantId: string, { from, to }: Bucket): Promise<Date[]> {
  const failures: Date[] = []
  let after: string | undefined
  for (let seen = 0; seen < MOST_DEAD_LETTERS; seen += LETTERS_PER_PAGE) {
    const { letters, next } = await bus.deadLetters({ tenantId, limit: LETTERS_PER_PAGE, after })
    failures.push(...letters.map(({ failedAt }) => failedAt).filter((at) => at >= from && at < to))
    if (next === null) break
    after = next
  }
  return failures
}
