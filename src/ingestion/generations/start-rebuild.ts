import { randomUUID } from 'node:crypto'
import { and, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { documents, generations, indexGaps, tenants } from '../../platform/database/schema.ts'
import { addFirstGeneration, type GenerationInUse, generationRow } from '../ensure-generation.ts'
import { FILL_QUEUE, sendFillJob } from './record-gaps.ts'

export interface StartDependencies extends Omit<GenerationInUse, 'tenantId'> {
  readonly database: Database
  readonly bus: Bus
}

/**
 * Begin a new generation of this process's embedding model beside the active one, and have it filled. In one transaction
 * every document becomes one of its gaps; what becomes current from then on is recorded as one (see `recordGaps`). Returns
 * its id. Throws `not-allowed-now` while another one is being built.
 */
export async function startRebuild(dependencies: StartDependencies, context: CallContext): Promise<string> {
  const { database, bus } = dependencies
  const { tenant_id: tenantId } = context.principal
  // Never a name that was there before: other processes may still have the old table open.
  const id = `${dependencies.generation}~${randomUUID().slice(0, 8)}`
  await database.forTenant(tenantId).transaction(async (tx) => {
    // Whoever makes a version current has this row locked as well: nothing can slip through between the two statements.
    await tx.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, tenantId)).for('update')
    await addFirstGeneration(tx, { ...dependencies, tenantId })
    const building = and(eq(generations.tenantId, tenantId), ne(generations.active, true), isNull(generations.builtAt))
    const [other] = await tx
      .select()
      .from(generations)
      .where(and(building, isNull(generations.retiredAt)))
    if (other !== undefined && other.removedAt === null)
      throw problem('not-allowed-now', `${other.id} is still being built; wait until it is ready, or remove it.`)
    await tx.insert(generations).values(generationRow({ ...dependencies, tenantId, generation: id }))
    const current = and(
      eq(documents.tenantId, tenantId),
      isNull(documents.deletedAt),
      isNotNull(documents.currentVersion),
    )
    const gaps = tx
      .select({
        tenantId: documents.tenantId,
        generation: sql<string>`${id}`.as('generation'),
        documentId: documents.id,
        revision: sql<string>`gen_random_uuid()`.as('revision'),
      })
      .from(documents)
      .where(current)
    await tx.insert(indexGaps).select(gaps)
    await tx
      .update(generations)
      .set({ documents: sql`(select count(*) from index_gaps where tenant_id = ${tenantId} and generation = ${id})` })
      .where(and(eq(generations.tenantId, tenantId), eq(generations.id, id)))
    await sendFillJob(bus, { tenant_id: tenantId, generation: id }, tx)
    await noteAct(tx, context, { kind: 'index-rebuild-started', object: `generation:${id}` })
  })
  bus.wake(FILL_QUEUE)
  return id
}
