import { and, eq, getTableColumns, gte, inArray, lt, sql } from 'drizzle-orm'
import type { Orm } from '../platform/database/database.ts'
import { usageMarks, usageRollups } from '../platform/database/usage-schema.ts'
import { endOf, type Grain } from '../platform/usage-events/grains.ts'
import type { Bucket } from './periods/buckets.ts'
import { splitPeriod } from './periods/split-period.ts'
import type { Dimension } from './roll-ups/fold-usage.ts'
import { addHistogram, type Histogram } from './roll-ups/latency-bins.ts'
import { MEASURE_NAMES, noSums, type RunningSums, type Sums } from './roll-ups/measures.ts'

/** Which roll-ups are out of date, and how many hours wait to be counted. */
export interface Stale {
  readonly has: (grain: Grain, start: Date) => boolean
  readonly hours: number
}

/** Look which roll-ups of a period are out of date. Days and months that have not ended always are, once they have something. */
export async function readStale(orm: Orm, tenantId: string, { from, to }: Pick<Bucket, 'from' | 'to'>): Promise<Stale> {
  const marks = await orm
    .select({ grain: usageMarks.grain, start: usageMarks.start })
    .from(usageMarks)
    .where(and(eq(usageMarks.tenantId, tenantId), gte(usageMarks.start, monthBefore(from)), lt(usageMarks.start, to)))
    .groupBy(usageMarks.grain, usageMarks.start)
  const stale = new Set(marks.map(({ grain, start }) => `${grain} ${start.getTime()}`))
  const hours = marks.filter(({ grain, start }) => grain === 'hour' && endOf('hour', start) > from).length
  // A day that waits makes its month wait too.
  for (const { start } of marks.filter(({ grain }) => grain === 'day'))
    stale.add(`month ${Date.UTC(start.getUTCFullYear(), start.getUTCMonth(), 1)}`)
  return { has: (grain, start) => stale.has(`${grain} ${start.getTime()}`), hours }
}

function monthBefore(from: Date): Date {
  return new Date(from.getTime() - 31 * 86_400_000)
}

export interface SumsQuery {
  readonly tenantId: string
  readonly dimension: Dimension
  /** Only these; left out, all of the dimension. */
  readonly subjects?: readonly string[]
  readonly withTimes: boolean
}

const SUMS = sql.join(
  MEASURE_NAMES.map((name) => sql`sum(${usageRollups[name]})::float8 as ${sql.identifier(name)}`),
  sql`, `,
)

/** Sums for each of these buckets, in their order; null for those without any question. */
export async function sumsByTime(
  orm: Orm,
  query: SumsQuery,
  { buckets, stale }: { readonly buckets: readonly Bucket[]; readonly stale: Stale },
): Promise<readonly (Sums | null)[]> {
  const pieces = piecesOf(buckets, stale)
  const { rows } = await orm.execute<Row>(
    sql`select p.bucket as key, ${SUMS} from ${pieces} join ${usageRollups} on ${matches(query)} group by 1`,
  )
  const sums = new Map(rows.map((row) => [Number(row.key), sumsOf(row)]))
  if (query.withTimes) await addTimes(orm, query, { pieces, key: sql`p.bucket`, into: (key) => sums.get(Number(key)) })
  return buckets.map((_, n) => sums.get(n) ?? null)
}

/** Sums for each subject in a period, those with most questions first. */
export async function sumsBySubject(
  orm: Orm,
  query: SumsQuery,
  { period, stale, limit, offset }: SubjectPage,
): Promise<readonly (readonly [subject: string, Sums])[]> {
  const pieces = piecesOf([period], stale)
  const subject = sql`${usageRollups.subject}`
  const { rows } = await orm.execute<Row>(
    sql`select ${subject} as key, ${SUMS} from ${pieces} join ${usageRollups} on ${matches(query)} group by 1
        order by sum(${usageRollups.questions}) desc, 1 limit ${limit} offset ${offset}`,
  )
  const sums = new Map(rows.map((row) => [String(row.key), sumsOf(row)]))
  const shown = { ...query, subjects: [...sums.keys()] }
  if (query.withTimes) await addTimes(orm, shown, { pieces, key: subject, into: (key) => sums.get(String(key)) })
  return [...sums]
}
export interface SubjectPage {
  readonly period: Bucket
  readonly stale: Stale
  readonly limit: number
  readonly offset: number
}

/** How many people asked in each of these buckets. */
export async function usersByTime(
  orm: Orm,
  tenantId: string,
  { buckets, stale }: { readonly buckets: readonly Bucket[]; readonly stale: Stale },
): Promise<readonly number[]> {
  const users = { tenantId, dimension: 'user', withTimes: false } as const
  const { rows } = await orm.execute<{ key: number; users: string }>(
    sql`select p.bucket as key, count(distinct ${usageRollups.subject}) as users
        from ${piecesOf(buckets, stale)} join ${usageRollups} on ${matches(users)} group by 1`,
  )
  const counted = new Map(rows.map(({ key, users: asked }) => [key, Number(asked)]))
  return buckets.map((_, n) => counted.get(n) ?? 0)
}

type Row = Record<string, unknown> & { readonly key: unknown }
type Fragment = ReturnType<typeof sql>

/** The roll-ups that make up each bucket, as a table `p`. */
function piecesOf(buckets: readonly Bucket[], stale: Stale): Fragment {
  const pieces = buckets.flatMap(({ from, to }, bucket) =>
    splitPeriod(from, to, stale.has).map((piece) => ({
      bucket,
      grain: piece.grain,
      since: piece.from,
      until: piece.to,
    })),
  )
  return sql`jsonb_to_recordset(${JSON.stringify(pieces)}::jsonb)
    as p(bucket int, grain text, since timestamptz, until timestamptz)`
}

function matches({ tenantId, dimension, subjects }: SumsQuery): Fragment {
  const { tenantId: tenant, dimension: kind, grain, start, subject } = getTableColumns(usageRollups)
  const only = subjects === undefined ? undefined : inArray(subject, [...subjects])
  const within = sql`${grain} = p.grain and ${start} >= p.since and ${start} < p.until`
  return sql`${and(eq(tenant, tenantId), eq(kind, dimension), within, only)}`
}

interface Times {
  readonly pieces: Fragment
  readonly key: Fragment
  readonly into: (key: unknown) => RunningSums | undefined
}

async function addTimes(orm: Orm, query: SumsQuery, { pieces, key, into }: Times): Promise<void> {
  if (query.subjects?.length === 0) return
  const { durations, firstTexts } = usageRollups
  const { rows } = await orm.execute<{ key: unknown; durations: Histogram; first_texts: Histogram }>(
    sql`select ${key} as key, ${durations}, ${firstTexts} from ${pieces} join ${usageRollups} on ${matches(query)}`,
  )
  for (const row of rows) {
    const sums = into(row.key)
    if (sums === undefined) continue
    addHistogram(sums.durations, row.durations)
    addHistogram(sums.firstTexts, row.first_texts)
  }
}

function sumsOf(row: Row): RunningSums {
  const sums = noSums()
  for (const name of MEASURE_NAMES) sums[name] = Number(row[name])
  return sums
}
