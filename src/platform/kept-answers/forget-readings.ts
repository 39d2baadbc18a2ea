import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Transaction } from '../database/database.ts'
import { answers } from '../database/schema.ts'

/**
 * Forget how follow-ups were read in the conversations of these answers: such a reading may hold words of what an earlier
 * answer cited, and goes when anything cited goes. The questions themselves are the asker's own words and stay.
 */
export async function forgetReadings(tx: Transaction, tenantId: string, answerIds: readonly string[]): Promise<void> {
  if (answerIds.length === 0) return
  const those = tx
    .select({ id: answers.conversationId })
    .from(answers)
    .where(and(eq(answers.tenantId, tenantId), inArray(answers.id, [...answerIds]), isNotNull(answers.conversationId)))
  await tx
    .update(answers)
    .set({ standaloneQuestion: null })
    .where(and(eq(answers.tenantId, tenantId), inArray(answers.conversationId, those)))
}
