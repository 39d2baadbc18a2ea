import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../platform/database/database.ts'
import { usageEvents, usageRollups } from '../platform/database/usage-schema.ts'
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
  const sums = await readSums(orm, query, { pieces: piecesOf(all), of: 'bucket' })
  return all.buckets.map((_, n) => sums.get(String(n)) ?? null)
}

/** Sums for these subjects in a period, in their order. */
export async function sumsOfSubjects(
  orm: Orm,
  query: SumsQuery & { readonly subjects: readonly string[] },
  period: Buckets,
): Promise<readonly (readonly [subject: string, Sums])[]> {
  if (query.subjects.length === 0) return []
  const sums = await readSums(orm, query, { pieces: piecesOf(period), of: 'subject' })
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
  readonly of: 'bucket' | 'subject'
}

async function readSums(orm: Orm, query: SumsQuery, { pieces, of }: Grouping): Promise<ReadonlyMap<string, Sums>> {
  const key = of === 'bucket' ? sql`p.bucket` : sql`${usageRollups.subject}`
  const { rows } = await orm.execute<Readonly<Record<string, unknown>>>(
    sql`select ${key} as key, ${SUMS} from ${rollupsOf(pieces, query)} group by 1`,
  )
  const sums = new Map(rows.map((row) => [String(row['key']), measuresOf(row)]))
  if (query.withTimes) await addTimes(orm, sums, { key, rollups: rollupsOf(pieces, query) })
  if (query.dimension === 'user' && pieces.hasQuarters) {
    const person = of === 'bucket' ? sql`p.bucket` : sql`${usageEvents.objectId}`
    await addQuestions(orm, sums, { key: person, events: eventsOf(pieces, query) })
  }
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
