import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Orm } from '../database/database.ts'
import { goldenEvidence } from '../database/evaluation-schema.ts'
import { documents, passages } from '../database/schema.ts'

/** A quote is shown to tell passages apart, not to be read. */
const QUOTED_CHARACTERS = 300

/** What a label leads to now. */
export interface FoundEvidence {
  readonly caseId: string
  readonly documentId: string
  /** Empty for the whole document. */
  readonly textHash: string
  /** Passages of the current version with these words; none when the label is stale. */
  readonly passageIds: readonly string[]
  /** How the first of them begins. */
  readonly quote: string | null
  /** Null when the document is gone. */
  readonly document: { readonly title: string; readonly source: string; readonly externalId: string } | null
}

/** Look up what the labels of questions lead to, in no order. */
export async function findEvidence(
  orm: Orm,
  tenantId: string,
  caseIds: readonly string[],
): Promise<readonly FoundEvidence[]> {
  if (caseIds.length === 0) return []
  const isDocument = and(
    eq(documents.tenantId, goldenEvidence.tenantId),
    eq(documents.id, goldenEvidence.documentId),
    isNull(documents.deletedAt),
  )
  const isPassage = and(
    eq(passages.tenantId, documents.tenantId),
    eq(passages.documentId, documents.id),
    eq(passages.version, documents.currentVersion),
    or(eq(goldenEvidence.textHash, ''), eq(passages.textHash, goldenEvidence.textHash)),
  )
  const rows = await orm
    .select({
      caseId: goldenEvidence.caseId,
      documentId: goldenEvidence.documentId,
      textHash: goldenEvidence.textHash,
      passageIds: sql<
        string[]
      >`coalesce(array_agg(${passages.id}::text) filter (where ${passages.id} is not null), '{}')`,
      quote: sql<string | null>`min(left(${passages.text}, ${QUOTED_CHARACTERS}))`,
      title: documents.title,
      source: documents.source,
      externalId: documents.externalId,
    })
    .from(goldenEvidence)
    .leftJoin(documents, isDocument)
    .leftJoin(passages, isPassage)
    .where(and(eq(goldenEvidence.tenantId, tenantId), inArray(goldenEvidence.caseId, [...caseIds])))
    .groupBy(
      goldenEvidence.caseId,
      goldenEvidence.documentId,
      goldenEvidence.textHash,
      documents.tenantId,
      documents.id,
    )
  return rows.map(({ caseId, documentId, textHash, passageIds, quote, title, source, externalId }) => ({
    caseId,
    documentId,
    textHash,
    passageIds,
    quote: textHash === '' ? null : quote,
    document: title === null || source === null || externalId === null ? null : { title, source, externalId },
  }))
}
