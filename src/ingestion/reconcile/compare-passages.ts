import { and, eq, gte, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { documents, documentVersions, passages } from '../../platform/database/schema.ts'
import type { Finding, Look, Stores } from './findings.ts'

/** Each statement looks at the versions whose ids begin alike, so that none keeps the embedded database for long. */
const SLICES = 16

/** Passages of the registry whose version is unknown, or whose document was deleted. */
export async function* comparePassages({ database }: Stores, look: Look): AsyncGenerator<Finding> {
  const { tenantId, settledBefore, signal, giveWay } = look
  const ofVersion = and(eq(documentVersions.tenantId, passages.tenantId), eq(documentVersions.id, passages.versionId))
  const ofDocument = and(eq(documents.tenantId, passages.tenantId), eq(documents.id, passages.documentId))
  const isOrphan = or(
    isNull(documentVersions.id),
    isNull(documents.id),
    and(isNotNull(documents.deletedAt), lt(documents.deletedAt, settledBefore)),
  )
  for (let slice = 0; slice < SLICES; slice++) {
    await giveWay(signal)
    const from = gte(passages.versionId, firstOf(slice))
    const to = slice + 1 < SLICES ? lt(passages.versionId, firstOf(slice + 1)) : undefined
    const rows = await database
      .forTenant(tenantId)
      .selectDistinct({ versionId: passages.versionId })
      .from(passages)
      .leftJoin(documentVersions, ofVersion)
      .leftJoin(documents, ofDocument)
      .where(and(eq(passages.tenantId, tenantId), from, to, isOrphan))
      .orderBy(passages.versionId)
    for (const { versionId } of rows) yield { type: 'orphan', store: 'passages', versionId }
  }
}

function firstOf(slice: number): string {
  return `${slice.toString(16)}0000000-0000-0000-0000-000000000000`
}
