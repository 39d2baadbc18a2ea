import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { usageEvents, usageRollups } from '../platform/database/usage-schema.ts'
import type { Bucket } from './periods/buckets.ts'
import { joinPieces, splitPeriod } from './periods/split-period.ts'
import type { Stale } from './read-stale.ts'
import type { Dimension } from './roll-ups/fold-usage.ts'

/** Buckets of a report that follow each other without a gap, and which roll-ups cannot be used for them. */
export interface Buckets {
  readonly buckets: readonly Bucket[]
  readonly stale: Stale
}

/** What is added up. */
export interface UsageQuery {
  readonly tenantId: string
  readonly dimension: Dimension
  /** Only these; left out, all of the dimension. */
  readonly subjects?: readonly string[]
}

/** The roll-ups that make up buckets, as a table `p(grain, since, until)`. */
export interface Pieces {
  readonly table: SQL
  /** True when some are quarters of an hour. */
  readonly hasQuarters: boolean
}

/** Split buckets into the fewest roll-ups. What is of one grain in a row is one piece, whatever buckets it belongs to. */
export function piecesOf({ buckets, stale }: Buckets): Pieces {
  const pieces = joinPieces(buckets.flatMap(({ from, to }) => splitPeriod(from, to, stale.has)))
  const rows = pieces.map(({ grain, from, to }) => ({ grain, since: from, until: to }))
  return {
    table: sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as p(grain text, since timestamptz, until timestamptz)`,
    hasQuarters: pieces.some(({ grain }) => grain === 'quarter'),
  }
}

/**
 * The roll-ups of each piece. "offset 0" keeps the planner from joining all roll-ups with all pieces: it cannot know how few
 * rows a piece has, and the index finds them.
 */
export function rollupsOf({ table }: Pieces, { tenantId, dimension, subjects }: UsageQuery): SQL {
  const { tenantId: tenant, dimension: kind, grain, start, subject } = usageRollups
  const only = subjects === undefined ? undefined : inArray(subject, [...subjects])
  const within = and(sql`${grain} = p.grain`, gte(start, sql`p.since`), lt(start, sql`p.until`))
  const where = and(eq(tenant, tenantId), eq(kind, dimension), within, only)
  return sql`${table} cross join lateral (select * from ${usageRollups} where ${where} offset 0) as ${usageRollups}`
}

/** The questions of each piece that is of quarters: of people there are no such roll-ups. */
export function eventsOf({ table }: Pieces, { tenantId, subjects }: UsageQuery): SQL {
  const { tenantId: tenant, at, objectId } = usageEvents
  const only = subjects === undefined ? undefined : inArray(objectId, [...subjects])
  const where = and(eq(tenant, tenantId), sql`p.grain = 'quarter'`, gte(at, sql`p.since`), lt(at, sql`p.until`), only)
  return sql`${table} cross join lateral (select * from ${usageEvents} where ${where} offset 0) as ${usageEvents}`
}
