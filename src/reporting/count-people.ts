import { sql } from 'drizzle-orm'
import type { Orm } from '../platform/database/database.ts'
import { usageRollups } from '../platform/database/usage-schema.ts'
import { bucketNumber } from './bucket-number.ts'
import { type Askers, countAskers, unite } from './roll-ups/askers.ts'
import { type Buckets, piecesOf, rollupsOf } from './usage-pieces.ts'

/** How many people asked in each of these buckets, in their order. */
export async function countPeople(orm: Orm, tenantId: string, all: Buckets): Promise<readonly number[]> {
  const everyone = { tenantId, dimension: 'all', subjects: [''] } as const
  const { rows } = await orm.execute<{ bucket: number; askers: Askers | null }>(
    sql`select ${bucketNumber(usageRollups.start, all.buckets)} as bucket, ${usageRollups.askers} as askers
        from ${rollupsOf(piecesOf(all), everyone)}`,
  )
  const asked = new Map<number, Askers>()
  for (const { bucket, askers } of rows)
    if (askers !== null) asked.set(bucket, unite(asked.get(bucket) ?? new Uint8Array(), askers))
  return all.buckets.map((_, n) => countAskers(asked.get(n) ?? new Uint8Array()))
}
