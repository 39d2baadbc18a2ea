import { and, eq, inArray } from 'drizzle-orm'
import type { Feedback } from '../../contracts/feedback.ts'
import type { Database } from '../../platform/database/database.ts'
import { answerFeedback } from '../../platform/database/feedback-schema.ts'

type FeedbackRow = Pick<typeof answerFeedback.$inferSelect, 'rating' | 'reason' | 'text' | 'updatedAt'>

export function feedbackOf({ rating, reason, text, updatedAt }: FeedbackRow): Feedback {
  return { rating, reason, text, at: updatedAt.toISOString() }
}

/** What was said of these answers, by answer; nothing for those of which nothing was said. */
export async function readFeedback(
  database: Database,
  tenantId: string,
  answerIds: readonly string[],
): Promise<ReadonlyMap<string, Feedback>> {
  if (answerIds.length === 0) return new Map()
  const rows = await database
    .forTenant(tenantId)
    .select()
    .from(answerFeedback)
    .where(and(eq(answerFeedback.tenantId, tenantId), inArray(answerFeedback.answerId, [...answerIds])))
  return new Map(rows.map((row) => [row.answerId, feedbackOf(row)]))
}
