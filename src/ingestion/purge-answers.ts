import { and, asc, eq, gt, inArray, isNotNull } from 'drizzle-orm'
import { KeptAnswer } from '../contracts/answers.ts'
import { withoutSources } from '../contracts/without-sources.ts'
import type { Transaction } from '../platform/database/database.ts'
import { answerSources, answers } from '../platform/database/schema.ts'
import { forgetCasesOfDocuments } from '../platform/golden-cases/forget-cases.ts'
import { forgetReadings } from '../platform/kept-answers/forget-readings.ts'
import { type ReceiptEntry, writeReceipts } from './deletion-receipt.ts'
import type { BuriedDocuments } from './purge-document.ts'

/** Answers rewritten in one transaction: each has some kilobytes, and others wait for the embedded database. */
const BATCH = 50

/** Take what rests on deleted documents out of the answers that are kept, and out of the golden questions. */
export async function cleanAnswers({
  orm,
  tenantId,
  documentIds,
}: Pick<BuriedDocuments, 'documentIds' | 'orm' | 'tenantId'>): Promise<void> {
  const ids = [...documentIds]
  await orm.transaction((tx) => forgetCasesOfDocuments(tx, tenantId, ids))
  for (let after: string | null = null; ; ) {
    const next: string | null = await orm.transaction((tx) => rewriteSome(tx, tenantId, ids, after))
    if (next === null) break
    after = next
  }
}

/** Rewrite the next answers; returns the id of the last, or null when there are no more. */
async function rewriteSome(
  tx: Transaction,
  tenantId: string,
  documentIds: string[],
  after: string | null,
): Promise<string | null> {
  const cites = and(
    eq(answerSources.tenantId, tenantId),
    inArray(answerSources.documentId, documentIds),
    after === null ? undefined : gt(answerSources.answerId, after),
  )
  const cited = await tx
    .selectDistinct({ id: answerSources.answerId })
    .from(answerSources)
    .where(cites)
    .orderBy(asc(answerSources.answerId))
    .limit(BATCH)
  const last = cited.at(-1)
  if (last === undefined) return null
  const those = inArray(
    answers.id,
    cited.map(({ id }) => id),
  )
  // Two purges may meet in one answer: each reads what the other has left.
  const rows = await tx
    .select({ id: answers.id, envelope: answers.envelope })
    .from(answers)
    .where(and(eq(answers.tenantId, tenantId), those, isNotNull(answers.envelope)))
    .orderBy(asc(answers.id))
    .for('update')
  const counts = new Map<string, number>()
  const changed: string[] = []
  for (const { id, envelope } of rows) {
    const kept = KeptAnswer.parse(envelope)
    const gone = goneFrom(kept, documentIds)
    if (gone.length === 0) continue
    changed.push(id)
    const left = withoutSources(kept, (documentId) => gone.includes(documentId))
    await tx
      .update(answers)
      .set({ envelope: left })
      .where(and(eq(answers.tenantId, tenantId), eq(answers.id, id)))
    for (const documentId of gone) counts.set(documentId, (counts.get(documentId) ?? 0) + 1)
  }
  await forgetReadings(tx, tenantId, changed)
  const removed = [...counts].map(
    ([documentId, count]): ReceiptEntry => ({ documentId, store: 'answers', note: { type: 'removed', count } }),
  )
  await writeReceipts(tx, tenantId, removed)
  return last.id
}

/** Which of these documents an answer still shows something of. */
function goneFrom({ citations, nearest_passages }: KeptAnswer, documentIds: readonly string[]): readonly string[] {
  const shown = new Set(
    [...citations, ...nearest_passages].flatMap((source) => ('document_id' in source ? [source.document_id] : [])),
  )
  return documentIds.filter((id) => shown.has(id))
}
