import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../platform/database/database.ts'
import { usageRefusals } from '../platform/database/usage-schema.ts'
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
  const pieces = JSON.stringify(buckets.map(({ from, to }, bucket) => ({ bucket, since: from, until: to })))
  const { rows } = await orm.execute<{ bucket: number; refused: number }>(
    sql`select p.bucket, sum(${usageRefusals.refused})::float8 as refused
        from jsonb_to_recordset(${pieces}::jsonb) as p(bucket int, since timestamptz, until timestamptz)
        join ${usageRefusals} on ${refusalsOf(query, { from: sql`p.since`, to: sql`p.until` })} group by 1`,
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
  { from, to }: { readonly from: Date | SQL; readonly to: Date | SQL },
): SQL | undefined {
  const { tenantId: tenant, objectId, start } = usageRefusals
  const only = people === undefined ? undefined : inArray(objectId, [...people])
  return and(eq(tenant, tenantId), gte(start, from), lt(start, to), only)
}
