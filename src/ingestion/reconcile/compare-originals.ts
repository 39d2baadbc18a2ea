import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import type { Database } from '../../platform/database/database.ts'
import { documents, documentVersions } from '../../platform/database/schema.ts'
import { neededAmong } from '../purge-originals.ts'
import type { VersionRow } from '../version-progress.ts'
import type { Finding, Look, Stores } from './findings.ts'
import { createHashSet, type HashSet } from './hash-set.ts'
import { inPages, PAGE, pagesById } from './in-pages.ts'

/** Originals that no document needs, and versions whose original is not there. */
export async function* compareOriginals({ database, blobs }: Stores, look: Look): AsyncGenerator<Finding> {
  const { tenantId, signal, settledBefore } = look
  const stored = createHashSet()
  for await (const sha256s of inPages(blobs.list(tenantId, signal))) {
    for (const sha256 of sha256s) stored.add(sha256)
    const needed = await neededAmong(database.forTenant(tenantId), tenantId, sha256s, settledBefore)
    for (const sha256 of sha256s) if (!needed.has(sha256)) yield { type: 'orphan', store: 'originals', sha256 }
  }
  for await (const { id: versionId, documentId, version, sha256 } of versionsNotIn(database, look, stored)) {
    // It may have been stored since it was listed.
    if (await blobs.has(tenantId, sha256)) continue
    yield { type: 'missing', store: 'originals', documentId, versionId, version }
  }
}

async function* versionsNotIn(database: Database, look: Look, stored: HashSet): AsyncGenerator<VersionRow> {
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const { tenantId } = look
  const readPage = async (after: string | null) => {
    const later = after === null ? undefined : gt(documentVersions.id, after)
    const rows = await database
      .forTenant(tenantId)
      .select({ version: documentVersions })
      .from(documentVersions)
      .innerJoin(documents, belongs)
      .where(and(eq(documentVersions.tenantId, tenantId), isNull(documents.deletedAt), later))
      .orderBy(asc(documentVersions.id))
      .limit(PAGE)
    return rows.map(({ version }) => version)
  }
  for await (const rows of pagesById(look, readPage)) yield* rows.filter(({ sha256 }) => !stored.has(sha256))
}
