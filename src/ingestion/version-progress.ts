import { and, eq, notInArray } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import type { DocumentState, FailureReason } from '../contracts/documents.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'

export type VersionRow = typeof documentVersions.$inferSelect
export type DocumentRow = typeof documents.$inferSelect

export interface VersionWithDocument {
  readonly version: VersionRow
  readonly document: DocumentRow
}

export interface VersionKey {
  readonly tenantId: string
  readonly versionId: string
}

export interface Progress {
  readonly state: DocumentState
  readonly reason?: FailureReason | null
  readonly detail?: string | null
  readonly attempt?: number
  readonly mediaType?: string
  readonly pages?: number | null
  readonly passages?: number
  readonly title?: string | null
}

/** States that a late worker must not overwrite. */
const FINAL_STATES: readonly DocumentState[] = ['ready', 'deleted']

/** Write down where a version stands, since when, and why. A version that is ready or deleted stays so. */
export async function recordProgress(
  database: Database,
  key: VersionKey,
  progress: Progress,
  clock: Clock,
): Promise<void> {
  const open = and(versionIs(key), notInArray(documentVersions.state, [...FINAL_STATES]))
  await database
    .forTenant(key.tenantId)
    .update(documentVersions)
    .set({ ...progress, since: new Date(clock.now()) })
    .where(open)
}

/** A version with its document, or null when there is none. */
export async function findVersion(database: Database, key: VersionKey): Promise<VersionWithDocument | null> {
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const [row] = await database
    .forTenant(key.tenantId)
    .select()
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(versionIs(key))
  return row === undefined ? null : { version: row.document_versions, document: row.documents }
}

/** The condition that selects one version of one tenant. */
export function versionIs({ tenantId, versionId }: VersionKey) {
  return and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.id, versionId))
}
