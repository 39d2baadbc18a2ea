import { type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Bucket } from './periods/buckets.ts'

/**
 * The number of the bucket that a moment lies in, as SQL: from 0 on, in their order. The buckets follow each other without a
 * gap and the moment lies in one of them. Rows are read as one stretch of time and numbered: a join with the buckets would
 * look into an index for each of the 744 hours of a month.
 */
export function bucketNumber(moment: AnyPgColumn | SQL, buckets: readonly Bucket[]): SQL {
  const starts = sql.param(buckets.map(({ from }) => from.toISOString()))
  return sql`width_bucket(${moment}, ${starts}::timestamptz[]) - 1`
}
