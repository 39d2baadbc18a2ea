import { and, eq, inArray } from 'drizzle-orm'
import { KeptAnswer } from '../../contracts/answers.ts'
import type { CallContext } from '../../contracts/call-context.ts'
import type { Transaction } from '../../platform/database/database.ts'
import { answers, passages } from '../../platform/database/schema.ts'
import { forgetProposals } from '../../platform/golden-cases/forget-cases.ts'
import { insertCase } from './write-cases.ts'

/**
 * Propose a question as a golden one, because whoever asked called its answer good; or no longer, because they do not. What
 * an administrator has decided meanwhile stays. A follow-up is proposed as it was read: alone it says nothing.
 */
export async function proposeAnswer(
  tx: Transaction,
  { id, rating }: { readonly id: string; readonly rating: 'up' | 'down' },
  context: CallContext,
): Promise<void> {
  const { tenant_id: tenantId } = context.principal
  if (rating === 'down') return forgetProposals(tx, tenantId, [id])
  const [row] = await tx
    .select()
    .from(answers)
    .where(and(eq(answers.tenantId, tenantId), eq(answers.id, id)))
  if (row === undefined || row.outcome !== 'answered' || row.envelope === null) return
  const { sentences, citations } = KeptAnswer.parse(row.envelope)
  const cited = citations.flatMap((citation) => ('passage_id' in citation ? [citation.passage_id] : []))
  if (cited.length === 0) return
  const labels = await tx
    .selectDistinct({ documentId: passages.documentId, textHash: passages.textHash })
    .from(passages)
    .where(and(eq(passages.tenantId, tenantId), inArray(passages.id, cited)))
  if (labels.length === 0) return
  const truth = [sentences.map(({ text }) => text).join(' ')]
  const question = row.standaloneQuestion ?? row.query
  await insertCase(tx, { question, truth, labels, origin: 'feedback', answerId: id }, 'proposed', context)
}
