import { and, eq } from 'drizzle-orm'
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
