import { and, eq, lt } from 'drizzle-orm'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import type { SearchIndex } from '../platform/search-index/search-index.ts'
import { partitionsOf } from './generations/partitions.ts'

export interface RemoveOutdatedDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly generation: string
}

/** Take the versions before the current one out of the index. The registry keeps them for the answers that cited them. */
export async function removeOutdatedVersions(
  { database, index, generation }: RemoveOutdatedDependencies,
  { tenantId, id }: { readonly tenantId: string; readonly id: string },
): Promise<void> {
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const outdated = and(
    eq(documentVersions.tenantId, tenantId),
    eq(documentVersions.documentId, id),
    lt(documentVersions.version, documents.currentVersion),
  )
  const orm = database.forTenant(tenantId)
  const rows = await orm
    .select({ id: documentVersions.id })
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(outdated)
  if (rows.length === 0) return
  for (const partition of await partitionsOf(orm, tenantId, generation))
    await index.removeVersions(
      partition,
      rows.map((row) => row.id),
    )
}
