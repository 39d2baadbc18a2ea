import { and, eq, isNotNull, lt, or } from 'drizzle-orm'
import type { CallContext, Clock } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database } from '../../platform/database/database.ts'
import { generations } from '../../platform/database/schema.ts'
import type { IndexPartition, SearchIndex } from '../../platform/search-index/search-index.ts'
import { findGeneration, generationIs } from './find-generation.ts'

/** How long one can go back to a generation that another one has taken the place of. */
export const KEPT_FOR_IN_MS = 24 * 3_600_000
/** Longer than any search takes: one that has begun on it ends on it. */
const LONGEST_SEARCH_IN_MS = 60_000

export interface RemoveDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly clock: Clock
}

/**
 * Remove a generation that searches do not use; succeeds when there is none. Throws `not-allowed-now` for the active one, and
 * for one that was active a moment ago.
 */
export async function removeGeneration(
  dependencies: RemoveDependencies,
  generation: string,
  context: CallContext,
): Promise<void> {
  const { database, clock } = dependencies
  const partition = { tenantId: context.principal.tenant_id, generation }
  const orm = database.forTenant(partition.tenantId)
  const row = await findGeneration(orm, partition)
  if (row === null) return
  const now = clock.now()
  if (row.retiredAt !== null && row.retiredAt.getTime() > now - LONGEST_SEARCH_IN_MS)
    throw problem('not-allowed-now', 'Searches may still be reading it; try again in a minute.')
  const isUnused = and(generationIs(partition), eq(generations.active, false))
  await orm.transaction(async (tx) => {
    const marked = await tx
      .update(generations)
      .set({ removedAt: new Date(now) })
      .where(isUnused)
      .returning({ id: generations.id })
    if (marked.length === 0)
      throw problem('not-allowed-now', 'Searches use it; make another generation active before you remove this one.')
    await noteAct(tx, context, { kind: 'index-removed', object: `generation:${generation}` })
  })
  await removeMarked(dependencies, partition)
}

/** Remove generations that were retired a day ago, and those whose removal came to a stop. Returns how many. */
export async function removeExpired(dependencies: RemoveDependencies, tenantId: string): Promise<number> {
  const { database, clock } = dependencies
  const orm = database.forTenant(tenantId)
  const now = clock.now()
  const isExpired = lt(generations.retiredAt, new Date(now - KEPT_FOR_IN_MS))
  const rows = await orm
    .update(generations)
    .set({ removedAt: new Date(now) })
    .where(
      and(
        eq(generations.tenantId, tenantId),
        eq(generations.active, false),
        or(isExpired, isNotNull(generations.removedAt)),
      ),
    )
    .returning({ id: generations.id })
  for (const { id } of rows) await removeMarked(dependencies, { tenantId, generation: id })
  return rows.length
}

/** The row goes last: until then a removal that was interrupted is found again. Its gaps go with it. */
async function removeMarked({ database, index }: RemoveDependencies, partition: IndexPartition): Promise<void> {
  await index.removePartition(partition)
  await database.forTenant(partition.tenantId).delete(generations).where(generationIs(partition))
}
