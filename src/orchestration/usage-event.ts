import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'
import type { UsageEvent } from '../platform/usage-events/note-usage.ts'
import type { Spent } from './budgets.ts'
import type { AnswerRecord } from './record-answer.ts'

const PER_MILLE = 1_000

/** What the reports count of a question: who asked, what it took, how it went; no word of it. */
export async function usageEventOf(
  tx: Transaction,
  record: AnswerRecord,
  { principal, tokens, at }: Spent,
): Promise<UsageEvent> {
  const { id, tenantId, objectId, envelope, trace, model, outcome, reused, durationInMs } = record
  const scores = trace?.passages.map(({ relevance_score }) => relevance_score) ?? []
  return {
    tenantId,
    id,
    at: new Date(at),
    objectId,
    groupIds: [...new Set(principal.group_ids)],
    collections: await collectionsOf(tx, tenantId, envelope?.citations ?? []),
    model,
    outcome,
    reused,
    promptTokens: record.promptTokens,
    completionTokens: record.completionTokens,
    costInMicros: tokens.costInMicros,
    durationInMs,
    firstTextInMs: trace?.timings.first_text ?? null,
    confidenceInMille: envelope === null ? null : Math.round(envelope.confidence * PER_MILLE),
    passages: trace?.passages.length ?? null,
    bestScoreInMille: scores.length === 0 ? null : Math.round(Math.max(...scores) * PER_MILLE),
  }
}

/** Collections of what is cited, each once; "" for documents that are in none. */
async function collectionsOf(
  tx: Transaction,
  tenantId: string,
  citations: readonly { readonly document_id: string }[],
): Promise<string[]> {
  if (citations.length === 0) return []
  const ids = citations.map(({ document_id }) => document_id)
  const rows = await tx
    .selectDistinct({ collection: documents.collection })
    .from(documents)
    .where(and(eq(documents.tenantId, tenantId), inArray(documents.id, ids)))
  return rows.map(({ collection }) => collection ?? '')
}
