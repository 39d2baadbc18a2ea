import { and, arrayOverlaps, eq, isNull } from 'drizzle-orm'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { isOneOf } from '../platform/database/is-one-of.ts'
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
  readonly suspicious: boolean
}

/**
 * Look passages up in the registry, which alone decides what may be shown: the index may still hold deleted documents,
 * old versions and old access lists. Passages of the tenant's current, undeleted, readable documents come back, by id.
 *
 * Each table is asked by its own keys instead of in one join: the embedded database gathers no statistics by itself, and
 * without them the planner walked through all documents of the tenant (415 ms instead of 8 at 3,000 documents).
 */
export async function visiblePassages(
  database: Database,
  passageIds: readonly string[],
  principal: Principal,
): Promise<ReadonlyMap<string, VisiblePassage>> {
  if (passageIds.length === 0) return new Map()
  const found = await database
    .forTenant(principal.tenant_id)
    .select(PASSAGE_COLUMNS)
    .from(passages)
    .where(and(eq(passages.tenantId, principal.tenant_id), isOneOf(passages.id, passageIds)))
  const [readable, mediaTypes] = await Promise.all([
    readableDocuments(database, new Set(found.map((passage) => passage.documentId)), principal),
    mediaTypesOf(database, new Set(found.map((passage) => passage.versionId)), principal.tenant_id),
  ])
  const visible = new Map<string, VisiblePassage>()
  for (const { versionId, ...passage } of found) {
    const document = readable.get(passage.documentId)
    const mediaType = mediaTypes.get(versionId)
    if (document === undefined || mediaType === undefined || document.currentVersion !== passage.version) continue
    const { title, source, externalId } = document
    visible.set(passage.id, { ...passage, title, source, externalId, mediaType })
  }
  return visible
}

/** The documents among these that are not deleted and that the principal may read. */
async function readableDocuments(database: Database, ids: ReadonlySet<string>, principal: Principal) {
  const { id, title, source, externalId, currentVersion } = documents
  const rows = await database
    .forTenant(principal.tenant_id)
    .select({ id, title, source, externalId, currentVersion })
    .from(documents)
    .where(
      and(
        eq(documents.tenantId, principal.tenant_id),
        isOneOf(documents.id, ids),
        isNull(documents.deletedAt),
        arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
      ),
    )
  return new Map(rows.map((row) => [row.id, row]))
}

async function mediaTypesOf(database: Database, versionIds: ReadonlySet<string>, tenantId: string) {
  const rows = await database
    .forTenant(tenantId)
    .select({ id: documentVersions.id, mediaType: documentVersions.mediaType })
    .from(documentVersions)
    .where(and(eq(documentVersions.tenantId, tenantId), isOneOf(documentVersions.id, versionIds)))
  return new Map(rows.map((row) => [row.id, row.mediaType]))
}

const PASSAGE_COLUMNS = {
  id: passages.id,
  documentId: passages.documentId,
  versionId: passages.versionId,
  version: passages.version,
  page: passages.page,
  pageEnd: passages.pageEnd,
  heading: passages.heading,
  start: passages.start,
  end: passages.end,
  text: passages.text,
  textHash: passages.textHash,
  suspicious: passages.suspicious,
}
