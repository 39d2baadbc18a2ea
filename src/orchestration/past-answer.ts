import { sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  ANSWER_OUTCOMES,
  type AnswerDetails,
  type AnswerSummary,
  KeptAnswer,
  type PastAnswer,
} from '../contracts/answers.ts'
import type { Principal } from '../contracts/principal.ts'
import { withoutSources } from '../contracts/without-sources.ts'
import type { Database } from '../platform/database/database.ts'
import { answers } from '../platform/database/schema.ts'
import { readFeedback } from './feedback/read-feedback.ts'
import { type StateOf, sourceStates } from './source-states.ts'

/** What a summary is made of. */
export const SUMMARY_COLUMNS = {
  id: answers.id,
  query: answers.query,
  outcome: answers.outcome,
  confidence: answers.confidence,
  createdAt: answers.createdAt,
  citations: sql<number>`coalesce(jsonb_array_length(${answers.envelope} -> 'citations'), 0)`,
}

export type SummaryRow = Pick<typeof answers.$inferSelect, 'id' | 'query' | 'outcome' | 'confidence' | 'createdAt'> & {
  readonly citations: number
}

const Outcome = z.enum(ANSWER_OUTCOMES)

export function summaryOf(row: SummaryRow, sources_changed: boolean): AnswerSummary {
  const { id, query, confidence, createdAt, citations } = row
  const outcome = Outcome.parse(row.outcome)
  return { id, query, asked_at: createdAt.toISOString(), outcome, confidence, citations, sources_changed }
}

/**
 * Recorded answers as somebody may see them now, in the order given: what rests on documents that are gone, or that they may
 * no longer read, is left out.
 */
export async function pastAnswers(
  database: Database,
  rows: readonly (SummaryRow & { readonly envelope: unknown })[],
  principal: Principal,
): Promise<readonly AnswerDetails[]> {
  const read = rows.map(({ envelope, ...summary }) => ({
    summary,
    kept: envelope === null ? null : KeptAnswer.parse(envelope),
  }))
  const cited = read.flatMap(({ kept }) =>
    kept === null ? [] : [...kept.citations, ...kept.nearest_passages].filter((source) => 'document_id' in source),
  )
  const ids = cited.map((source) => source.document_id)
  const stateOf = await sourceStates(database, ids, principal)
  const answerIds = rows.map(({ id }) => id)
  const said = await readFeedback(database, principal.tenant_id, answerIds)
  return read.map(({ summary, kept }) => {
    const feedback = said.get(summary.id) ?? null
    if (kept === null) return Object.assign(summaryOf(summary, false), { answer: null, feedback })
    const answer = pastAnswer(kept, stateOf)
    const states = [...answer.citations, ...answer.nearest_passages].map((source) => source.source_state)
    const changed = states.some((state) => state !== 'current')
    return Object.assign(summaryOf(summary, changed), { answer, feedback })
  })
}

/** What may be shown of an answer now, with the state of each source. */
function pastAnswer(kept: KeptAnswer, stateOf: StateOf): PastAnswer {
  const left = withoutSources(kept, (document_id) => stateOf({ document_id, version: 0 }) === 'deleted')
  const stated = <T extends { readonly document_id: string; readonly version: number }>(source: T) => {
    const state = stateOf(source)
    return { ...source, source_state: state === 'changed' ? state : ('current' as const) }
  }
  return {
    ...left,
    citations: left.citations.map((citation) => ('document_id' in citation ? stated(citation) : citation)),
    nearest_passages: left.nearest_passages.map((passage) => ('document_id' in passage ? stated(passage) : passage)),
  }
}
