import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../platform/database/database.ts'
import { usageEvents, usageRollups } from '../platform/database/usage-schema.ts'
import { bucketNumber } from './bucket-number.ts'
import { addHistogram, type Histogram } from './roll-ups/latency-bins.ts'
import {
  addTo,
  MEASURE_NAMES,
  noSums,
  type RunningSums,
  type Sums,
  sumsOf,
  type UsageEventRow,
} from './roll-ups/measures.ts'
import { type Buckets, eventsOf, type Pieces, piecesOf, rollupsOf, type UsageQuery } from './usage-pieces.ts'

export interface SumsQuery extends UsageQuery {
  readonly withTimes: boolean
}

/** Sums for each of these buckets, in their order; null for those without any question. */
export async function sumsByTime(orm: Orm, query: SumsQuery, all: Buckets): Promise<readonly (Sums | null)[]> {
  const [rollup, event] = [bucketNumber(usageRollups.start, all.buckets), bucketNumber(usageEvents.at, all.buckets)]
  const sums = await readSums(orm, query, { pieces: piecesOf(all), keyOf: { rollup, event } })
  return all.buckets.map((_, n) => sums.get(String(n)) ?? null)
}

/** Sums for these subjects in a period, in their order. */
export async function sumsOfSubjects(
  orm: Orm,
  query: SumsQuery & { readonly subjects: readonly string[] },
  period: Buckets,
): Promise<readonly (readonly [subject: string, Sums])[]> {
  if (query.subjects.length === 0) return []
  const keyOf = { rollup: sql`${usageRollups.subject}`, event: sql`${usageEvents.objectId}` }
  const sums = await readSums(orm, query, { pieces: piecesOf(period), keyOf })
  return query.subjects.map((subject) => [subject, sums.get(subject) ?? noSums()] as const)
}

/** All are whole numbers far below 2^53, which floats add exactly, and much faster than the sum of bigint does. */
const SUMS = sql.join(
  MEASURE_NAMES.map((name) => sql`sum(${usageRollups[name]}::float8) as ${sql.identifier(name)}`),
  sql`, `,
)
const EVENT = sql.join(
  Object.entries(getTableColumns(usageEvents)).map(([key, column]) => sql`${column} as ${sql.identifier(key)}`),
  sql`, `,
)

interface Grouping {
  readonly pieces: Pieces
  /** Which sum a roll-up, or a question, is added to. */
  readonly keyOf: { readonly rollup: SQL; readonly event: SQL }
}

async function readSums(orm: Orm, query: SumsQuery, { pieces, keyOf }: Grouping): Promise<ReadonlyMap<string, Sums>> {
  const { rows } = await orm.execute<Readonly<Record<string, unknown>>>(
    sql`select ${keyOf.rollup} as key, ${SUMS} from ${rollupsOf(pieces, query)} group by 1`,
  )
  const sums = new Map(rows.map((row) => [String(row['key']), measuresOf(row)]))
  if (query.withTimes) await addTimes(orm, sums, { key: keyOf.rollup, rollups: rollupsOf(pieces, query) })
  if (query.dimension === 'user' && pieces.hasQuarters)
    await addQuestions(orm, sums, { key: keyOf.event, events: eventsOf(pieces, query) })
  return sums
}

type RunningByKey = Map<string, RunningSums>

async function addTimes(
  orm: Orm,
  sums: RunningByKey,
  { key, rollups }: { readonly key: SQL; readonly rollups: SQL },
): Promise<void> {
  const { durations, firstTexts } = usageRollups
  const { rows } = await orm.execute<{ key: unknown; durations: Histogram; first_texts: Histogram }>(
    sql`select ${key} as key, ${durations}, ${firstTexts} from ${rollups}`,
  )
  for (const row of rows) {
    const running = sums.get(String(row.key))
    if (running === undefined) continue
    addHistogram(running.durations, row.durations)
    addHistogram(running.firstTexts, row.first_texts)
  }
}

/** As the driver gives it: numbers of eight bytes are text. */
type QuestionRow = Omit<UsageEventRow, 'costInMicros'> & { readonly key: unknown; readonly costInMicros: string }

async function addQuestions(
  orm: Orm,
  sums: RunningByKey,
  { key, events }: { readonly key: SQL; readonly events: SQL },
): Promise<void> {
  const { rows } = await orm.execute<QuestionRow>(sql`select ${key} as key, ${EVENT} from ${events}`)
  for (const row of rows) {
    const running = sums.get(String(row.key)) ?? noSums()
    addTo(running, sumsOf({ ...row, costInMicros: Number(row.costInMicros) }))
    sums.set(String(row.key), running)
  }
}

function measuresOf(row: Readonly<Record<string, unknown>>): RunningSums {
  const sums = noSums()
  for (const name of MEASURE_NAMES) sums[name] = Number(row[name])
  return sums
}
