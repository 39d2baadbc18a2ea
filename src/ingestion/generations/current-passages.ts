import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Orm, Transaction } from '../../platform/database/database.ts'
import { documents, documentVersions, passages } from '../../platform/database/schema.ts'
import type { PassageToIndex, VersionToIndex } from '../index-version.ts'

/** The current version of a document, with its passages as the registry holds them. */
export interface CurrentPassages {
  readonly of: VersionToIndex
  readonly passages: readonly PassageToIndex[]
}

/** The current versions of these documents; those that are deleted, or not read yet, have none. */
export async function currentVersionsOf(
  orm: Orm | Transaction,
  tenantId: string,
  documentIds: readonly string[],
): Promise<readonly VersionToIndex[]> {
  const current = and(
    eq(documentVersions.tenantId, documents.tenantId),
    eq(documentVersions.documentId, documents.id),
    eq(documentVersions.version, documents.currentVersion),
  )
  const those = and(
    eq(documents.tenantId, tenantId),
    isNull(documents.deletedAt),
    inArray(documents.id, [...documentIds]),
  )
  const rows = await orm.select().from(documents).innerJoin(documentVersions, current).where(those)
  return rows.map(({ documents: document, document_versions: version }) => ({
    tenantId,
    documentId: document.id,
    versionId: version.id,
    version: version.version,
    title: document.title,
    access: document.access,
    collection: document.collection,
    mediaType: version.mediaType,
    updatedAt: version.createdAt,
  }))
}

/** The same with their passages, in order. */
export async function currentPassagesOf(
  orm: Orm | Transaction,
  tenantId: string,
  documentIds: readonly string[],
): Promise<readonly CurrentPassages[]> {
  const versions = await currentVersionsOf(orm, tenantId, documentIds)
  const found: CurrentPassages[] = []
  for (const of of versions) {
    const ofVersion = and(eq(passages.tenantId, tenantId), eq(passages.versionId, of.versionId))
    const rows = await orm.select().from(passages).where(ofVersion).orderBy(asc(passages.ordinal))
    found.push({ of, passages: rows.map((chunk) => ({ of, chunk })) })
  }
  return found
}
