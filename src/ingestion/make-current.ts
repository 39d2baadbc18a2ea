import { and, eq, sql } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions, tenants } from '../platform/database/schema.ts'
import type { Findings } from './parsed-document.ts'
import { type VersionWithDocument, versionIs } from './version-progress.ts'

export interface MakeCurrentDependencies {
  readonly database: Database
  readonly bus: Bus
  readonly generation: string
}

export interface IndexedVersion {
  readonly title: string
  readonly mediaType: string
  readonly pages: number | null
  readonly passages: number
  readonly detail: string | null
  readonly findings: Findings | null
}

/** What became of a version that is completely indexed. */
export type Standing = 'current' | 'superseded' | 'deleted'

/**
 * Switch searches over to a version that is completely indexed, outdate the tenant's cached answers and tell the others,
 * all in one transaction. An older version that finishes late does not replace a newer one; a deleted document stays deleted.
 */
export function makeCurrent(
  { database, bus, generation }: MakeCurrentDependencies,
  { version, document }: VersionWithDocument,
  indexed: IndexedVersion,
  clock: Clock,
): Promise<Standing> {
  const { tenantId } = version
  const now = new Date(clock.now())
  return database.forTenant(tenantId).transaction(async (tx) => {
    const ofDocument = and(eq(documents.tenantId, tenantId), eq(documents.id, document.id))
    // Deletions and other versions of the document wait for this row.
    const [known] = await tx.select().from(documents).where(ofDocument).for('update')
    if (known === undefined || known.deletedAt !== null) return 'deleted'
    const { title, mediaType, pages, passages, detail, findings } = indexed
    await tx
      .update(documentVersions)
      .set({ state: 'ready', reason: null, detail, since: now, title, mediaType, pages, passages, findings })
      .where(versionIs({ tenantId, versionId: version.id }))
    if ((known.currentVersion ?? 0) > version.version) return 'superseded'
    await tx.update(documents).set({ currentVersion: version.version, title, updatedAt: now }).where(ofDocument)
    await tx
      .update(tenants)
      .set({ libraryEpoch: sql`${tenants.libraryEpoch} + 1` })
      .where(eq(tenants.id, tenantId))
    const ids = { version: 1, tenant_id: tenantId } as const
    await bus.publish(
      'document-ingested',
      { ...ids, document_id: document.id, document_version: version.version, passages },
      { transaction: tx },
    )
    await bus.publish('index-updated', { ...ids, generation, document_ids: [document.id] }, { transaction: tx })
    return 'current'
  })
}
