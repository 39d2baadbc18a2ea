import { and, eq, inArray, type SQL } from 'drizzle-orm'
import type { Transaction } from '../platform/database/database.ts'
import { answerFeedback } from '../platform/database/feedback-schema.ts'
import { answerSources, answers } from '../platform/database/schema.ts'
import { forgetProposals } from '../platform/golden-cases/forget-cases.ts'

/** PostgreSQL takes at most 65,535 values in one statement. */
const ROWS_PER_STATEMENT = 5_000

/** What a row of a question keeps none of once it is forgotten. */
export const FORGOTTEN = {
  query: '',
  envelope: null,
  standaloneQuestion: null,
  salt: null,
  conversationId: null,
} as const

/**
 * Empty the rows of questions: their words, their answers, what the answers rest on and what was said of them are gone; what they took stays for
 * the reports. Returns how many there were.
 */
export async function forgetRows(
  tx: Transaction,
  chosen: SQL | undefined,
  { tenantId, at }: { readonly tenantId: string; readonly at: Date },
): Promise<number> {
  const forgotten = await tx
    .update(answers)
    .set({ ...FORGOTTEN, forgottenAt: at })
    .where(chosen)
    .returning({ id: answers.id })
  for (let start = 0; start < forgotten.length; start += ROWS_PER_STATEMENT) {
    const ids = forgotten.slice(start, start + ROWS_PER_STATEMENT).map(({ id }) => id)
    await tx
      .delete(answerSources)
      .where(and(eq(answerSources.tenantId, tenantId), inArray(answerSources.answerId, ids)))
    await tx
      .delete(answerFeedback)
      .where(and(eq(answerFeedback.tenantId, tenantId), inArray(answerFeedback.answerId, ids)))
    await forgetProposals(tx, tenantId, ids)
  }
  return forgotten.length
}
