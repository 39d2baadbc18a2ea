import { sql } from 'drizzle-orm'
import type { Orm } from '../platform/database/database.ts'
import { usageEvents, usageRefusals, usageRollups } from '../platform/database/usage-schema.ts'
import { refusalsOf } from './count-refused.ts'
import type { Bucket } from './periods/buckets.ts'
import type { Stale } from './read-stale.ts'
import { eventsOf, piecesOf, rollupsOf, type UsageQuery } from './usage-pieces.ts'

/** A page of subjects: `limit` of them from `offset` on. */
export interface SubjectPage {
  readonly period: Bucket
  readonly stale: Stale
  readonly limit: number
  readonly offset: number
  /** Also people who asked nothing, but were refused. */
  readonly withRefused: boolean
}

/**
 * A page of those who have something in a period, those with most questions first. Only questions are counted here: everything
 * else is added up for the page alone.
 */
export async function readSubjects(
  orm: Orm,
  query: UsageQuery,
  { period, stale, limit, offset, withRefused }: SubjectPage,
): Promise<readonly string[]> {
  const pieces = piecesOf({ buckets: [period], stale })
  const { subject, questions } = usageRollups
  const parts = [sql`select ${subject} as subject, ${questions}::float8 as questions from ${rollupsOf(pieces, query)}`]
  if (query.dimension === 'user' && pieces.hasQuarters)
    parts.push(sql`select ${usageEvents.objectId}, 1::float8 from ${eventsOf(pieces, query)}`)
  if (withRefused)
    parts.push(
      sql`select distinct ${usageRefusals.objectId}, 0::float8 from ${usageRefusals} where ${refusalsOf(query, period)}`,
    )
  const { rows } = await orm.execute<{ subject: string }>(
    sql`select subject from (${sql.join(parts, sql` union all `)}) as asked group by subject
        order by sum(questions) desc, subject limit ${limit} offset ${offset}`,
  )
  return rows.map((row) => row.subject)
}
