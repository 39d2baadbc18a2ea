import type { Turn as PastTurn } from '../../src/contracts/conversations.ts'
import type { AnswerEnvelope } from '../../src/contracts/orchestration.ts'
import { newTurn, type Turn } from './turn.ts'

/** What of a past question is shown. */
export type ShownTurn = Pick<PastTurn, 'id' | 'query' | 'outcome' | 'answer' | 'standalone_question' | 'feedback'>

/** A question of an earlier visit as it may be shown now: its sources were looked up again by the server. */
export function turnFromPast(past: ShownTurn): Turn {
  const turn = { ...newTurn(past.id, past.query), answerId: past.id, feedback: past.feedback }
  if (past.answer === null) return { ...turn, phase: past.outcome === 'cancelled' ? 'stopped' : 'failed' }
  const citations = past.answer.citations.filter((citation) => 'document_id' in citation)
  const nearest = past.answer.nearest_passages.filter((passage) => 'document_id' in passage)
  const all = [...past.answer.citations, ...past.answer.nearest_passages]
  const answer: AnswerEnvelope = { ...past.answer, citations, nearest_passages: nearest }
  if (past.standalone_question !== null) answer.standalone_question = past.standalone_question
  const changed = [...citations, ...nearest].filter(({ source_state }) => source_state === 'changed')
  return {
    ...turn,
    phase: 'done',
    text: answer.answer,
    citations,
    answer,
    changed: {
      documentIds: new Set(changed.map(({ document_id }) => document_id)),
      gone: all.some(({ source_state }) => source_state === 'deleted'),
    },
  }
}
