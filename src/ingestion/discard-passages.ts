import { and, eq } from 'drizzle-orm'
import type { Database, Orm, Transaction } from '../platform/database/database.ts'
import { documentVersions, passages } from '../platform/database/schema.ts'
import type { SearchIndex } from '../platform/search-index/search-index.ts'
import { partitionsOf } from './generations/partitions.ts'
import { type VersionKey, versionIs } from './version-progress.ts'

export interface DiscardPassagesDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly generation: string
}

/** Remove what a version that failed or was cancelled left in registry and index; one that is tried again keeps it. */
export async function discardPassages(dependencies: DiscardPassagesDependencies, key: VersionKey): Promise<void> {
  const orm = dependencies.database.forTenant(key.tenantId)
  if (!(await hasPassages(orm, key))) return
  await orm.transaction(async (tx) => {
    const failed = and(versionIs(key), eq(documentVersions.state, 'failed'))
    const rows = await tx
      .update(documentVersions)
      .set({ reader: null })
      .where(failed)
      .returning({ id: documentVersions.id })
    if (rows.length > 0) await removePassages(dependencies, tx, key)
  })
}

/**
 * Remove the passages of a version whose row the transaction has just changed. The index is asked to do its part inside the
 * transaction, against the rule: whoever wants to write passages of this version waits for the row, and cannot lose them.
 */
export async function removePassages(
  { index, generation }: Omit<DiscardPassagesDependencies, 'database'>,
  tx: Transaction,
  { tenantId, versionId }: VersionKey,
): Promise<void> {
  for (const partition of await partitionsOf(tx, tenantId, generation))
    await index.removeVersions(partition, [versionId])
  await tx.delete(passages).where(ofVersion({ tenantId, versionId }))
}

/** Whether the registry has passages of a version. They are written before those of the index. */
export async function hasPassages(orm: Orm, key: VersionKey): Promise<boolean> {
  const found = await orm.select({ id: passages.id }).from(passages).where(ofVersion(key)).limit(1)
  return found.length > 0
}

function ofVersion({ tenantId, versionId }: VersionKey) {
  return and(eq(passages.tenantId, tenantId), eq(passages.versionId, versionId))
}
