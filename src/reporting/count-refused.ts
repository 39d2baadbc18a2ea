import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../platform/database/database.ts'
import { usageRefusals } from '../platform/database/usage-schema.ts'
import { bucketNumber } from './bucket-number.ts'
import type { Bucket } from './periods/buckets.ts'

/** Whose refused requests are counted. */
export interface RefusedQuery {
  readonly tenantId: string
  /** Only these people; left out, everybody. */
  readonly people?: readonly string[]
}

/** How many requests were refused in each of these buckets, in their order. */
export async function refusedByTime(
  orm: Orm,
  query: RefusedQuery,
  buckets: readonly Bucket[],
): Promise<readonly number[]> {
  const bucket = bucketNumber(usageRefusals.start, buckets)
  const { rows } = await orm.execute<{ bucket: number; refused: number }>(
    sql`select ${bucket} as bucket, sum(${usageRefusals.refused})::float8 as refused
        from ${usageRefusals} where ${refusalsOf(query, periodOf(buckets))} group by 1`,
  )
  const counted = new Map(rows.map(({ bucket, refused }) => [bucket, refused]))
  return buckets.map((_, n) => counted.get(n) ?? 0)
}

/** How many requests of each of these people were refused in a period; who is missing had none refused. */
export async function refusedByPerson(
  orm: Orm,
  query: RefusedQuery,
  period: Pick<Bucket, 'from' | 'to'>,
): Promise<ReadonlyMap<string, number>> {
  const rows = await orm
    .select({ person: usageRefusals.objectId, refused: sql`sum(${usageRefusals.refused})`.mapWith(Number) })
    .from(usageRefusals)
    .where(refusalsOf(query, period))
    .groupBy(usageRefusals.objectId)
  return new Map(rows.map(({ person, refused }) => [person, refused]))
}

/** The refusals of a period. */
export function refusalsOf(
  { tenantId, people }: RefusedQuery,
  { from, to }: Pick<Bucket, 'from' | 'to'>,
): SQL | undefined {
  const { tenantId: tenant, objectId, start } = usageRefusals
  const only = people === undefined ? undefined : inArray(objectId, [...people])
  return and(eq(tenant, tenantId), gte(start, from), lt(start, to), only)
}

function periodOf(buckets: readonly Bucket[]): Pick<Bucket, 'from' | 'to'> {
  const [first, last] = [buckets[0], buckets.at(-1)]
  if (first === undefined || last === undefined) throw new Error('a period without a bucket')
  return { from: first.from, to: last.to }
}
