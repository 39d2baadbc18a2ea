import { and, eq, gte, lt } from 'drizzle-orm'
import type { Orm } from '../platform/database/database.ts'
import { usageMarks } from '../platform/database/usage-schema.ts'
import { endOf, type Grain } from '../platform/usage-events/grains.ts'
import type { Bucket } from './periods/buckets.ts'

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
