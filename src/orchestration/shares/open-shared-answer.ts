import { and, eq, isNull } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { SharedAnswer } from '../../contracts/shared-answers.ts'
import type { Database } from '../../platform/database/database.ts'
import { answers } from '../../platform/database/schema.ts'
import { answerShares } from '../../platform/database/share-schema.ts'
import { pastAnswers, SUMMARY_COLUMNS } from '../past-answer.ts'

/**
 * The answer of a link as the caller may see it now: the rights on each cited document are looked up again, and what rests
 * on one that they may not read is left out. Throws `not-found` alike for links that were ended, that belong to another
 * tenant, and that never were.
 */
export async function openSharedAnswer(
  database: Database,
  shareId: string,
  { principal }: CallContext,
): Promise<SharedAnswer> {
  const shared = and(eq(answerShares.tenantId, answers.tenantId), eq(answerShares.answerId, answers.id))
  const rows = await database
    .forTenant(principal.tenant_id)
    .select({ ...SUMMARY_COLUMNS, envelope: answers.envelope })
    .from(answers)
    .innerJoin(answerShares, shared)
    .where(and(eq(answers.tenantId, principal.tenant_id), eq(answerShares.id, shareId), isNull(answers.forgottenAt)))
  const [details] = await pastAnswers(database, rows, principal)
  if (details?.answer === undefined || details.answer === null) {
    throw problem('not-found', 'Check the link; whoever shared the answer may have ended it.')
  }
  const { query, asked_at, sources_changed } = details
  const { understood: _, standalone_question: __, unreadable_documents: ___, ...answer } = details.answer
  const sources = [...answer.citations, ...answer.nearest_passages]
  const withheld = sources.filter(({ source_state }) => source_state === 'deleted').length
  return { query, asked_at, sources_changed, answer, sources: sources.length, withheld }
}
