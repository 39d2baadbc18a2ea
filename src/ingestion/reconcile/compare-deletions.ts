import { and, asc, eq, gt, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { answerSources, answers, deletions, documents } from '../../platform/database/schema.ts'
import type { Finding, Look, Stores } from './findings.ts'
import { PAGE, pagesById } from './in-pages.ts'

/** An answer that was made while a document was deleted is recorded soon afterwards; later ones look for themselves. */
const ANSWERS_LOOKED_AT_FOR_IN_MS = 48 * 3_600_000

/** Deletions that are not complete, and answers that still show something of deleted documents. */
export async function* compareDeletions({ database }: Stores, look: Look): AsyncGenerator<Finding> {
  const { tenantId, settledBefore } = look
  const orm = database.forTenant(tenantId)
  const readPage = (after: string | null) =>
    orm
      .select({ id: deletions.documentId })
      .from(deletions)
      .where(
        and(
          eq(deletions.tenantId, tenantId),
          isNull(deletions.completedAt),
          lt(deletions.deletedAt, settledBefore),
          after === null ? undefined : gt(deletions.documentId, after),
        ),
      )
      .orderBy(asc(deletions.documentId))
      .limit(PAGE)
  for await (const rows of pagesById(look, readPage))
    for (const { id: documentId } of rows) yield { type: 'open-deletion', documentId }
  const from = new Date(settledBefore.getTime() - ANSWERS_LOOKED_AT_FOR_IN_MS)
  const cited = and(eq(answerSources.tenantId, documents.tenantId), eq(answerSources.documentId, documents.id))
  const answer = and(eq(answers.tenantId, answerSources.tenantId), eq(answers.id, answerSources.answerId))
  const shown = await orm
    .selectDistinct({ id: documents.id })
    .from(documents)
    .innerJoin(answerSources, cited)
    .innerJoin(answers, answer)
    .where(
      and(
        eq(documents.tenantId, tenantId),
        gt(documents.deletedAt, from),
        lt(documents.deletedAt, settledBefore),
        isNotNull(answers.envelope),
        sql`strpos(${answers.envelope}::text, ${documents.id}::text) > 0`,
      ),
    )
  for (const { id: documentId } of shown) yield { type: 'orphan', store: 'answers', documentId }
}
