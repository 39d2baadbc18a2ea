import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { ReportRow, ReportSelection } from '../contracts/reports.ts'
import type { Database, Orm } from '../platform/database/database.ts'
import { countPeople } from './count-people.ts'
import { refusedByPerson, refusedByTime } from './count-refused.ts'
import type { UsageReport, UsageSums } from './definitions/report-definition.ts'
import type { Bucket } from './periods/buckets.ts'
import { readStale, type Stale } from './read-stale.ts'
import { readSubjects } from './read-subjects.ts'
import { sumsByTime, sumsOfSubjects } from './read-usage-sums.ts'
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
  const person = of === 'me' ? principal.object_id : null
  const counted = { orm, tenantId, report, stale, person }
  if (buckets !== null) {
    const sums = await countByTime(counted, buckets)
    const rows = buckets.flatMap(({ label }, n) => {
      const row = sums[n]
      return row === undefined || isEmpty(row) ? [] : [{ [by]: label, ...rowOf(report, row) }]
    })
    const [total = NOTHING] = await countByTime(counted, [whole])
    return { rows, total: rowOf(report, total), waitingHours: stale.hours, hasMore: false }
  }
  const page = { dimension: by as Dimension, period: whole, limit, offset }
  const { found, hasMore } = await countBySubject(counted, page)
  const rows = found.map(([subject, sums]) => Object.assign({ [by]: subject }, rowOf(report, sums)))
  const [total = NOTHING] = await countByTime(counted, [whole])
  return { rows, total: rowOf(report, { ...total, users: null }), waitingHours: stale.hours, hasMore }
}

const NOTHING: UsageSums = { ...noSums(), users: null, refused: null }

/** What is counted for one report. */
interface Counted {
  readonly orm: Orm
  readonly tenantId: string
  readonly report: UsageReport
  readonly stale: Stale
  /** Null for everyone. */
  readonly person: string | null
}

async function countByTime(
  { orm, tenantId, report, stale, person }: Counted,
  buckets: readonly Bucket[],
): Promise<readonly UsageSums[]> {
  const all = { buckets, stale }
  const whose = person === null ? EVERYONE : ({ dimension: 'user', subjects: [person] } as const)
  const sums = await sumsByTime(orm, { tenantId, ...whose, withTimes: report.needsTimes }, all)
  if (!report.countsPeople) return sums.map((each) => beside(each, { users: null, refused: null }))
  const users = person === null ? await countPeople(orm, tenantId, all) : null
  const refused = await refusedByTime(orm, { tenantId, ...(person === null ? {} : { people: [person] }) }, buckets)
  return sums.map((each, n) => beside(each, { users: users?.[n] ?? null, refused: refused[n] ?? 0 }))
}

const EVERYONE = { dimension: 'all', subjects: [''] } as const

interface Page {
  readonly dimension: Dimension
  readonly period: Bucket
  readonly limit: number
  readonly offset: number
}

async function countBySubject(
  { orm, tenantId, report, stale }: Counted,
  { dimension, period, limit, offset }: Page,
): Promise<{ readonly found: readonly (readonly [string, UsageSums])[]; readonly hasMore: boolean }> {
  const withRefused = report.countsPeople && dimension === 'user'
  const page = { period, stale, limit: limit + 1, offset, withRefused }
  const found = await readSubjects(orm, { tenantId, dimension }, page)
  const subjects = found.slice(0, limit)
  const query = { tenantId, dimension, subjects, withTimes: report.needsTimes }
  const sums = await sumsOfSubjects(orm, query, { buckets: [period], stale })
  const refused = withRefused ? await refusedByPerson(orm, { tenantId, people: subjects }, period) : null
  const refusedOf = (subject: string) => (refused === null ? null : (refused.get(subject) ?? 0))
  return {
    found: sums.map(
      ([subject, each]) => [subject, beside(each, { users: null, refused: refusedOf(subject) })] as const,
    ),
    hasMore: found.length > limit,
  }
}

/** Sums with what is counted beside them. */
function beside(sums: Sums | null, counted: Pick<UsageSums, 'users' | 'refused'>): UsageSums {
  return { ...(sums ?? noSums()), ...counted }
}

function isEmpty({ questions, refused }: UsageSums): boolean {
  return questions === 0 && (refused ?? 0) === 0
}

function rowOf({ columns }: UsageReport, sums: UsageSums): ReportRow {
  return Object.fromEntries(columns.map(({ name, value }) => [name, value(sums)]))
}
