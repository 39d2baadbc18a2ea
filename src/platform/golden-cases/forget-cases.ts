import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '../database/database.ts'
import { goldenCases, goldenEvidence } from '../database/evaluation-schema.ts'

/** Remove the questions that rest on deleted documents: their right answers are words of these. */
export async function forgetCasesOfDocuments(
  tx: Transaction,
  tenantId: string,
  documentIds: readonly string[],
): Promise<void> {
  const those = and(eq(goldenEvidence.tenantId, tenantId), inArray(goldenEvidence.documentId, [...documentIds]))
  const cases = tx.select({ id: goldenEvidence.caseId }).from(goldenEvidence).where(those)
  await tx.delete(goldenCases).where(and(eq(goldenCases.tenantId, tenantId), inArray(goldenCases.id, cases)))
}

/** Remove what was proposed because of answers that are forgotten. What somebody has accepted belongs to the organisation. */
export async function forgetProposals(tx: Transaction, tenantId: string, answerIds: readonly string[]): Promise<void> {
  await tx
    .delete(goldenCases)
    .where(
      and(
        eq(goldenCases.tenantId, tenantId),
        inArray(goldenCases.answerId, [...answerIds]),
        eq(goldenCases.state, 'proposed'),
      ),
    )
}
