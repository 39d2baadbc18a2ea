import { and, eq, ne, sql } from 'drizzle-orm'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Transaction } from '../../platform/database/database.ts'
import { generations, indexGaps } from '../../platform/database/schema.ts'

/** The queue of generations that do not hold every document yet. */
export const FILL_QUEUE = 'fill-generation'

export interface FillJob {
  readonly tenant_id: string
  readonly generation: string
}

/**
 * Note, in the transaction that makes a version current, that all generations but the one it was written to lack the document,
 * and have them filled. Call it with the tenant's row locked: a generation is begun under the same lock, so that either it
 * sees the document or its row is seen here.
 */
export async function recordGaps(
  bus: Bus,
  tx: Transaction,
  {
    tenantId,
    documentId,
    written,
  }: { readonly tenantId: string; readonly documentId: string; readonly written: string },
): Promise<void> {
  const others = and(eq(generations.tenantId, tenantId), ne(generations.id, written))
  const rows = await tx.select({ id: generations.id }).from(generations).where(others).orderBy(generations.id)
  if (rows.length === 0) return
  await tx
    .insert(indexGaps)
    .values(rows.map(({ id }) => ({ tenantId, generation: id, documentId })))
    .onConflictDoUpdate({
      target: [indexGaps.tenantId, indexGaps.generation, indexGaps.documentId],
      set: { revision: sql`gen_random_uuid()` },
    })
  for (const { id } of rows) await sendFillJob(bus, { tenant_id: tenantId, generation: id }, tx)
}

/** Have a generation filled soon; one job waits at most. */
export async function sendFillJob(bus: Bus, job: FillJob, transaction?: Transaction): Promise<void> {
  const key = job.generation
  await bus.send(FILL_QUEUE, job, { key, priority: 'low', ...(transaction === undefined ? {} : { transaction }) })
}
