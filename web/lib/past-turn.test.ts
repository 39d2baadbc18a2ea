import { expect, test } from 'vitest'
import type { Turn as PastTurn } from '../../src/contracts/conversations.ts'
import { turnFromPast } from './past-turn.ts'

const CITED = {
  document_id: 'd-1',
  version: 1,
  passage_id: 'p-1',
  title: 'Handbook',
  source: 'upload',
  page: 1,
  heading: [],
  start: 0,
  end: 5,
  quote: 'Leave',
  relevance_score: 1,
}
const PAST: PastTurn = {
  id: 'a-1',
  query: 'How long?',
  asked_at: '2026-11-20T09:30:00.000Z',
  outcome: 'answered',
  confidence: 0.9,
  citations: 2,
  sources_changed: true,
  feedback: { rating: 'up', reason: null, text: null, at: '2026-11-20T09:31:00.000Z' },
  standalone_question: 'How long is leave?',
  answer: {
    outcome: 'answered',
    answer: 'Leave [1]',
    sentences: [],
    citations: [
      { ...CITED, number: 1, source_state: 'changed' },
      { number: 2, source_state: 'deleted' },
    ],
    confidence: 0.9,
    confidence_level: 'high',
    nearest_passages: [],
    made_by: { mode: 'extractive', model: 'extractive', fallback_reason: null },
    token_usage: { prompt: 0, completion: 0, total: 0 },
  },
}

test('an answer of an earlier visit keeps what is left of it, and says what became of its sources', () => {
  const turn = turnFromPast(PAST)
  expect(turn).toMatchObject({ answerId: 'a-1', phase: 'done', text: 'Leave [1]', feedback: { rating: 'up' } })
  expect(turn.citations.map(({ number }) => number)).toEqual([1])
  expect(turn.changed).toEqual({ documentIds: new Set(['d-1']), gone: true })
  expect(turn.answer?.standalone_question).toBe('How long is leave?')
})

test.each([
  ['cancelled', 'stopped'],
  ['failed', 'failed'],
] as const)('a question that was %s has no answer', (outcome, phase) => {
  expect(turnFromPast({ ...PAST, outcome, answer: null })).toMatchObject({ phase, answer: null, problem: null })
})
