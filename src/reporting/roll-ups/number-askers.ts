import { eq, max, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/database.ts'
import { usageAskers } from '../../platform/database/usage-schema.ts'

/**
 * The number of each of these people, in their tenant; whoever is new gets the next one. Only one transaction of a tenant may
 * do this at a time.
 */
export async function numberAskers(
  tx: Transaction,
  tenantId: string,
  objectIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  // As one JSON: a busy hour has more people than a statement may have parameters.
  const ids = [...new Set(objectIds)].toSorted()
  const asked = sql`jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)`
  const known = await tx
    .select({ objectId: usageAskers.objectId, number: usageAskers.number })
    .from(usageAskers)
    .where(sql`${usageAskers.tenantId} = ${tenantId} and ${usageAskers.objectId} in (select ${asked})`)
  const numbers = new Map(known.map(({ objectId, number }) => [objectId, number]))
  const missing = ids.filter((id) => !numbers.has(id))
  if (missing.length === 0) return numbers
  const [newest] = await tx
    .select({ number: max(usageAskers.number) })
    .from(usageAskers)
    .where(eq(usageAskers.tenantId, tenantId))
  const first = (newest?.number ?? -1) + 1
  for (const [place, id] of missing.entries()) numbers.set(id, first + place)
  await tx.execute(
    sql`insert into ${usageAskers} (tenant_id, object_id, number) select ${tenantId}, id, ${first}::int + place - 1
        from jsonb_array_elements_text(${JSON.stringify(missing)}::jsonb) with ordinality as of (id, place)`,
  )
  return numbers
}
