import { and, eq, isNull, or } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { Feedback, FeedbackInput } from '../../contracts/feedback.ts'
import type { Database } from '../../platform/database/database.ts'
import { answerFeedback } from '../../platform/database/feedback-schema.ts'
import { answers } from '../../platform/database/schema.ts'
import { noteRating } from '../../platform/usage-events/note-usage.ts'
import { proposeAnswer } from '../golden/propose-answer.ts'
import { feedbackOf } from './read-feedback.ts'

/**
 * Say what one thinks of an answer that one was given, instead of what one said before. Words are kept only where those of the
 * answer are; a good one is proposed as a golden question. Throws `not-found` for what others asked, and for what is not there or was deleted.
 */
export async function giveFeedback(
  database: Database,
  { id, rating, ...rest }: FeedbackInput & { readonly id: string },
  context: CallContext,
): Promise<Feedback> {
  const { principal, clock } = context
  const { tenant_id: tenantId, object_id: objectId } = principal
  const { reason, text } = { reason: rest.reason ?? null, text: rest.text ?? null }
  return database.forTenant(tenantId).transaction(async (tx) => {
    const [answer] = await tx
      .select({ isKept: isNull(answers.forgottenAt).mapWith(Boolean) })
      .from(answers)
      .where(
        and(
          eq(answers.tenantId, tenantId),
          eq(answers.id, id),
          eq(answers.objectId, objectId),
          // Forgotten when it was given: its words were never to be kept, which is no reason to have no opinion.
          or(isNull(answers.forgottenAt), eq(answers.forgottenAt, answers.createdAt)),
        ),
      )
      .for('update')
    if (answer === undefined) throw problem('not-found', 'Check the id; it must be of a question that you asked.')
    const said = { rating, reason, text: answer.isKept ? text : null, updatedAt: new Date(clock.now()) }
    await tx
      .insert(answerFeedback)
      .values({ tenantId, answerId: id, ...said })
      .onConflictDoUpdate({ target: [answerFeedback.tenantId, answerFeedback.answerId], set: said })
    await noteRating(tx, { tenantId, id, rating, reason })
    if (answer.isKept) await proposeAnswer(tx, { id, rating }, context)
    return feedbackOf(said)
  })
}
