import { and, count, eq } from 'drizzle-orm'
import { problem } from '../../contracts/errors.ts'
import type { Orm, Transaction } from '../../platform/database/database.ts'
import { generations, indexGaps } from '../../platform/database/schema.ts'
import type { GenerationRow } from '../../platform/index-generations/active-generation.ts'
import type { IndexPartition } from '../../platform/search-index/search-index.ts'

/** The condition that selects a generation's row. */
export function generationIs({ tenantId, generation }: IndexPartition) {
  return and(eq(generations.tenantId, tenantId), eq(generations.id, generation))
}

/** The row of a generation that is not being removed, or null. */
export async function findGeneration(orm: Orm | Transaction, partition: IndexPartition): Promise<GenerationRow | null> {
  const [row] = await orm.select().from(generations).where(generationIs(partition))
  return row === undefined || row.removedAt !== null ? null : row
}

/** The same; throws `not-found` where there is none. */
export async function getGeneration(orm: Orm | Transaction, partition: IndexPartition): Promise<GenerationRow> {
  const row = await findGeneration(orm, partition)
  if (row === null) throw problem('not-found', 'There is no generation with this id; list them to see which there are.')
  return row
}

/** How many documents a generation does not hold yet. */
export async function countGaps(orm: Orm | Transaction, { tenantId, generation }: IndexPartition): Promise<number> {
  const own = and(eq(indexGaps.tenantId, tenantId), eq(indexGaps.generation, generation))
  const [row] = await orm.select({ gaps: count() }).from(indexGaps).where(own)
  return row?.gaps ?? 0
}
