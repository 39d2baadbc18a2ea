import { and, arrayOverlaps, eq, inArray, isNull } from 'drizzle-orm'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'

/** A passage the principal may read right now, as the registry knows it. */
export interface VisiblePassage {
  readonly id: string
  readonly documentId: string
  readonly version: number
  readonly title: string
  readonly source: string
  readonly externalId: string
  readonly mediaType: string
  readonly page: number | null
  readonly pageEnd: number | null
  readonly heading: readonly string[]
  readonly start: number
  readonly end: number
  readonly text: string
  readonly textHash: string
}

/**
 * Look passages up in the registry, which alone decides what may be shown: the index may still hold deleted documents,
 * old versions and old access lists. Passages of the tenant's current, undeleted, readable documents come back, by id.
 */
export async function visiblePassages(
  database: Database,
  passageIds: readonly string[],
  principal: Principal,
): Promise<ReadonlyMap<string, VisiblePassage>> {
  if (passageIds.length === 0) return new Map()
  const ofDocument = and(eq(documents.tenantId, passages.tenantId), eq(documents.id, passages.documentId))
  const ofVersion = and(eq(documentVersions.tenantId, passages.tenantId), eq(documentVersions.id, passages.versionId))
  const rows = await database.orm
    .select(COLUMNS)
    .from(passages)
    .innerJoin(documents, ofDocument)
    .innerJoin(documentVersions, ofVersion)
    .where(
      and(
        eq(passages.tenantId, principal.tenant_id),
        inArray(passages.id, [...passageIds]),
        eq(passages.version, documents.currentVersion),
        isNull(documents.deletedAt),
        arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
      ),
    )
  return new Map(rows.map((row) => [row.id, row]))
}

const COLUMNS = {
  id: passages.id,
  documentId: passages.documentId,
  version: passages.version,
  title: documents.title,
  source: documents.source,
  externalId: documents.externalId,
  mediaType: documentVersions.mediaType,
  page: passages.page,
  pageEnd: passages.pageEnd,
  heading: passages.heading,
  start: passages.start,
  end: passages.end,
  text: passages.text,
  textHash: passages.textHash,
}
