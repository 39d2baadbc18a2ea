import { and, asc, count, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { Database, Orm } from '../../platform/database/database.ts'
import { documents, documentVersions, passages } from '../../platform/database/schema.ts'
import type { Look } from './findings.ts'
import { PAGE, pagesById } from './in-pages.ts'

/** A version that searches use, and how many passages of it there should be and are in the registry. */
export interface CurrentVersion {
  readonly documentId: string
  readonly versionId: string
  readonly version: number
  readonly expected: number
  readonly registered: number
  /** When version or document last changed. */
  readonly changedAt: Date
}

/** The current versions of all documents that are not deleted, in the order of their ids, page by page. */
export async function* currentVersions(database: Database, look: Look): AsyncGenerator<CurrentVersion> {
  const { tenantId } = look
  const orm = database.forTenant(tenantId)
  const isCurrent = and(
    eq(documents.tenantId, documentVersions.tenantId),
    eq(documents.id, documentVersions.documentId),
    eq(documents.currentVersion, documentVersions.version),
  )
  const readPage = (after: string | null) =>
    orm
      .select({ id: documentVersions.id, version: documentVersions, changedAt: documents.updatedAt })
      .from(documentVersions)
      .innerJoin(documents, isCurrent)
      .where(
        and(
          eq(documentVersions.tenantId, tenantId),
          eq(documentVersions.state, 'ready'),
          isNull(documents.deletedAt),
          after === null ? undefined : gt(documentVersions.id, after),
        ),
      )
      .orderBy(asc(documentVersions.id))
      .limit(PAGE)
  for await (const rows of pagesById(look, readPage)) {
    const registered = await countPassages(
      orm,
      tenantId,
      rows.map(({ id }) => id),
    )
    for (const { id, version, changedAt } of rows)
      yield {
        documentId: version.documentId,
        versionId: id,
        version: version.version,
        expected: version.passages ?? registered.get(id) ?? 0,
        registered: registered.get(id) ?? 0,
        changedAt: version.since > changedAt ? version.since : changedAt,
      }
  }
}

async function countPassages(orm: Orm, tenantId: string, ids: string[]): Promise<ReadonlyMap<string, number>> {
  const counted = await orm
    .select({ id: passages.versionId, passages: count() })
    .from(passages)
    .where(and(eq(passages.tenantId, tenantId), inArray(passages.versionId, ids)))
    .groupBy(passages.versionId)
  return new Map(counted.map((row) => [row.id, row.passages]))
}
