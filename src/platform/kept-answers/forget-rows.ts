import { and, eq, inArray, type SQL } from 'drizzle-orm'
import type { Transaction } from '../database/database.ts'
import { answerFeedback } from '../database/feedback-schema.ts'
import { answerSources, answers } from '../database/schema.ts'
import { answerShares } from '../database/share-schema.ts'
import { forgetProposals } from '../golden-cases/forget-cases.ts'

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
 * Empty the rows of questions: their words, their answers, what the answers rest on and what was
 * said of them are gone, and so are their links; what they took stays for the reports. Returns how many there were.
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
    await tx.delete(answerShares).where(and(eq(answerShares.tenantId, tenantId), inArray(answerShares.answerId, ids)))
    await forgetProposals(tx, tenantId, ids)
  }
  return forgotten.length
}
