import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { ReportRow, ReportSelection } from '../contracts/reports.ts'
import type { Database, Orm } from '../platform/database/database.ts'
import type { UsageReport, UsageSums } from './definitions/report-definition.ts'
import type { Bucket } from './periods/buckets.ts'
import { readStale, type Stale, sumsBySubject, sumsByTime, usersByTime } from './read-usage-sums.ts'
import { bucketsOf, type ReportPeriod } from './report-period.ts'
import type { Dimension } from './roll-ups/fold-usage.ts'
import { noSums, type Sums } from './roll-ups/measures.ts'
import { renewRollups } from './roll-ups/renew-rollups.ts'

/** What is asked for is counted first, unless very much waits: then the work in the background comes after it. */
const HOURS_BEFORE_REPORT = 6

/** Rows of a report before they are dressed up, with the total of all. */
export interface ReportRows {
  readonly rows: readonly ReportRow[]
  readonly total: ReportRow
  readonly waitingHours: number
  readonly hasMore: boolean
}

export interface RowsQuery {
  readonly selection: ReportSelection
  readonly period: ReportPeriod
  readonly limit: number
  readonly offset: number
}

/** Count the questions of a period. Reports of oneself are by hour or day: throws `invalid-request` for others. */
export async function makeUsageReport(
  database: Database,
  report: UsageReport,
  { selection: { by, of }, period, limit, offset }: RowsQuery,
  { principal, clock }: CallContext,
): Promise<ReportRows> {
  const tenantId = principal.tenant_id
  const orm = database.forTenant(tenantId)
  const buckets = bucketsOf(period, by)
  if (of === 'me' && buckets === null)
    throw problem(
      'invalid-request',
      'Reports about yourself are by hour or day; give "of" the value everyone for others.',
    )
  await renewRollups(database, tenantId, { now: new Date(clock.now()), atMost: HOURS_BEFORE_REPORT, upTo: 'hours' })
  const whole: Bucket = { label: '', from: period.from, to: period.to }
  const stale = await readStale(orm, tenantId, whole)
  const whose = of === 'me' ? ({ dimension: 'user', subjects: [principal.object_id] } as const) : EVERYONE
  const query = { tenantId, ...whose, withTimes: report.needsTimes }
  const rowOf = rowsOf(report)
  const countsUsers = of === 'everyone' && report.name === 'usage'
  if (buckets !== null) {
    const all = { buckets: [...buckets, whole], stale }
    const sums = await sumsByTime(orm, query, all)
    const users = countsUsers ? await usersByTime(orm, tenantId, all) : null
    const rows = sums.map((each, n) => withUsers(each, users?.[n] ?? null))
    const shown = buckets.flatMap(({ label }, n) => {
      const row = rows[n]
      return row === null || row === undefined ? [] : [{ [by]: label, ...rowOf(row) }]
    })
    const total = rows.at(-1) ?? NOTHING
    return { rows: shown, total: rowOf(total), waitingHours: stale.hours, hasMore: false }
  }
  const dimension = by as Dimension
  const page = { period: whole, stale, limit: limit + 1, offset }
  const found = await sumsBySubject(orm, { tenantId, dimension, withTimes: report.needsTimes }, page)
  const rows = found
    .slice(0, limit)
    .map(([subject, sums]) => Object.assign({ [by]: subject }, rowOf(Object.assign({ users: null }, sums))))
  const total = await totalOf(orm, query, { whole, stale })
  return { rows, total: rowOf(total), waitingHours: stale.hours, hasMore: found.length > limit }
}

const EVERYONE = { dimension: 'all', subjects: [''] } as const
const NOTHING: UsageSums = { ...noSums(), users: null }

function withUsers(sums: Sums | null, users: number | null): UsageSums | null {
  return sums === null ? null : { ...sums, users }
}

async function totalOf(
  orm: Orm,
  query: Parameters<typeof sumsByTime>[1],
  { whole, stale }: { readonly whole: Bucket; readonly stale: Stale },
): Promise<UsageSums> {
  const [sums] = await sumsByTime(orm, query, { buckets: [whole], stale })
  return withUsers(sums ?? null, null) ?? NOTHING
}

function rowsOf({ columns }: UsageReport): (sums: UsageSums) => ReportRow {
  return (sums) => Object.fromEntries(columns.map(({ name, value }) => [name, value(sums)]))
}
