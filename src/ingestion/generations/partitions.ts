import { eq } from 'drizzle-orm'
import type { Orm, Transaction } from '../../platform/database/database.ts'
import { generations } from '../../platform/database/schema.ts'
import type { IndexPartition } from '../../platform/search-index/search-index.ts'

/**
 * Every part of the index that a tenant has, or may have left behind. What is removed, and what changes about who may read,
 * goes to all of them: neither needs an embedding model. `generation` is the one of tenants without a row.
 */
export async function partitionsOf(
  orm: Orm | Transaction,
  tenantId: string,
  generation: string,
): Promise<readonly IndexPartition[]> {
  const rows = await orm.select({ id: generations.id }).from(generations).where(eq(generations.tenantId, tenantId))
  const names = new Set([generation, ...rows.map(({ id }) => id)])
  return [...names].map((name) => ({ tenantId, generation: name }))
}
