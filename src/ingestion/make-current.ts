import { and, eq, sql } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, tenants } from '../platform/database/schema.ts'
import { findActiveGeneration } from '../platform/index-generations/active-generation.ts'
import { recordGaps } from './generations/record-gaps.ts'
import { type Hold, HoldLost, type Progress, releaseVersion } from './hold-version.ts'
import type { VersionWithDocument } from './version-progress.ts'

export interface MakeCurrentDependencies {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
}

/** Searches went over to another generation since the version was written: it has to be written there. */
export class GenerationMoved extends Error {
  override readonly name = 'GenerationMoved'
}

export interface IndexedVersion extends Progress {
  /** The generation that it was written to. */
  readonly generation: string
  readonly title: string
  readonly passages: number
}

/**
 * Switch searches over to a held version that is completely indexed, outdate the tenant's cached answers and tell the others,
 * all in one transaction. An older version that finishes late does not replace a newer one. Throws `HoldLost` when the
 * version is no longer the worker's, and `GenerationMoved` when it was not written to the active generation; a deleted
 * document stays deleted. What other generations lack from now on is recorded.
 */
export function makeCurrent(
  { database, bus, clock }: MakeCurrentDependencies,
  { version, document }: VersionWithDocument,
  hold: Hold,
  { generation, ...indexed }: IndexedVersion,
): Promise<void> {
  const { tenantId } = version
  const now = new Date(clock.now())
  return database.forTenant(tenantId).transaction(async (tx) => {
    const ofDocument = and(eq(documents.tenantId, tenantId), eq(documents.id, document.id))
    // Deletions and other versions of the document wait for this row.
    const [known] = await tx.select().from(documents).where(ofDocument).for('update')
    if (known === undefined || known.deletedAt !== null) throw new HoldLost()
    await releaseVersion(tx, hold, { state: 'ready', reason: null, ...indexed }, clock)
    if ((known.currentVersion ?? 0) > version.version) return
    const { title, passages } = indexed
    await tx.update(documents).set({ currentVersion: version.version, title, updatedAt: now }).where(ofDocument)
    await tx
      .update(tenants)
      .set({ libraryEpoch: sql`${tenants.libraryEpoch} + 1` })
      .where(eq(tenants.id, tenantId))
    // From here on no generation is begun or made active until this is committed: both lock the tenant's row.
    const active = await findActiveGeneration(tx, tenantId)
    if (active !== null && active.id !== generation) throw new GenerationMoved()
    await recordGaps(bus, tx, { tenantId, documentId: document.id, written: generation })
    const ids = { version: 1, tenant_id: tenantId } as const
    await bus.publish(
      'document-ingested',
      { ...ids, document_id: document.id, document_version: version.version, passages },
      { transaction: tx },
    )
    await bus.publish('index-updated', { ...ids, generation, document_ids: [document.id] }, { transaction: tx })
  })
}
