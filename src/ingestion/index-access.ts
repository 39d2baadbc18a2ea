import { and, asc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { AccessListKind } from '../contracts/access.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database, Orm, Transaction } from '../platform/database/database.ts'
import { documents, tenants } from '../platform/database/schema.ts'
import type { IndexFilters, IndexPartition, SearchIndex } from '../platform/search-index/search-index.ts'
import { partitionsOf } from './generations/partitions.ts'

/** The queue of access lists and collections that the index does not know yet. */
export const INDEX_ACCESS_QUEUE = 'index-access'

/** One document, or all that inherit a list. What holds is read when the job runs, so that the newest wins. */
export const IndexAccessJob = z.union([
  z.object({ tenant_id: z.string(), document_id: z.uuid() }),
  z.object({ tenant_id: z.string(), kind: AccessListKind, name: z.string() }),
])
export type IndexAccessJob = z.infer<typeof IndexAccessJob>

/** Documents whose passages are changed in one write. */
const BATCH = 500

export interface IndexAccessDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly generation: string
}

/**
 * Bring the index up to date with the access lists and collections of the registry, so that searches find what was granted.
 * (What was taken away is hidden from the commit on, because the registry is asked before anything is shown.) Can be repeated.
 */
export async function indexAccess(
  dependencies: IndexAccessDependencies & { readonly bus: Bus },
  job: IndexAccessJob,
  signal: AbortSignal,
): Promise<void> {
  for (let after: string | null = null; ; ) {
    signal.throwIfAborted()
    const ids: readonly string[] = await documentsOf(dependencies, job, after)
    after = ids.at(-1) ?? null
    if (after === null) break
    const orm = dependencies.database.forTenant(job.tenant_id)
    // All generations: one that is being built, or may be gone back to, must not grant what was taken away.
    for (const partition of await partitionsOf(orm, job.tenant_id, dependencies.generation))
      await settleAccess({ index: dependencies.index, orm }, partition, ids)
    await tellIndexUpdated(dependencies, job.tenant_id, ids)
    if ('document_id' in job) break
  }
  const orm = dependencies.database.forTenant(job.tenant_id)
  for (const partition of await partitionsOf(orm, job.tenant_id, dependencies.generation))
    await dependencies.index.optimize(partition)
}

/**
 * Write lists and collections of these documents into a part of the index until what was written is what the registry says. Another
 * change, or another worker with an older list, may come in between: whoever writes last has looked again after writing.
 */
export async function settleAccess(
  { orm, index }: { readonly orm: Orm | Transaction; readonly index: SearchIndex },
  partition: IndexPartition,
  ids: readonly string[],
  alreadyWritten: ReadonlyMap<string, IndexFilters> = new Map(),
): Promise<void> {
  const written = new Map([...alreadyWritten].map(([id, filters]) => [id, keyOf(filters)]))
  for (;;) {
    const rows = await orm
      .select({ id: documents.id, access: documents.access, collection: documents.collection })
      .from(documents)
      .where(and(eq(documents.tenantId, partition.tenantId), inArray(documents.id, [...ids])))
    const stale = rows.filter((row) => written.get(row.id) !== keyOf(row))
    if (stale.length === 0) return
    for (const [key, same] of Map.groupBy(stale, keyOf)) {
      const [first] = same
      if (first === undefined) continue
      const sameIds = same.map(({ id }) => id)
      const { access, collection } = first
      await index.setFilters(partition, sameIds, { access, collection })
      for (const id of sameIds) written.set(id, key)
    }
  }
}

function keyOf({ access, collection }: IndexFilters): string {
  return JSON.stringify([access, collection])
}

async function documentsOf(
  { database }: IndexAccessDependencies,
  job: IndexAccessJob,
  after: string | null,
): Promise<readonly string[]> {
  const inherits = 'kind' in job ? inheritsList(job) : eq(documents.id, job.document_id)
  const later = after === null ? undefined : gt(documents.id, after)
  const rows = await database
    .forTenant(job.tenant_id)
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.tenantId, job.tenant_id), isNull(documents.deletedAt), inherits, later))
    .orderBy(asc(documents.id))
    .limit(BATCH)
  return rows.map(({ id }) => id)
}

/** The condition that selects the documents that follow the list of a collection or source. */
export function inheritsList({ kind, name }: { readonly kind: AccessListKind; readonly name: string }) {
  const column = kind === 'collection' ? documents.collection : documents.source
  return and(eq(documents.accessFrom, kind), eq(column, name))
}

/** Answers given since the change did not see what the index did not know yet: they are outdated once more. */
async function tellIndexUpdated(
  { database, bus, generation }: IndexAccessDependencies & { readonly bus: Bus },
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  await database.forTenant(tenantId).transaction(async (tx) => {
    await tx
      .update(tenants)
      .set({ libraryEpoch: sql`${tenants.libraryEpoch} + 1` })
      .where(eq(tenants.id, tenantId))
    const names = { version: 1, tenant_id: tenantId, generation } as const
    await bus.publish('index-updated', { ...names, document_ids: [...ids] }, { transaction: tx })
  })
}
