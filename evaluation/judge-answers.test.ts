import { expect, test } from 'vitest'
import { judgeAnswers, type SetAnswer, summariseAnswers } from './judge-answers.ts'

const LONG = 'Nobody would find these words in a document because somebody wrote them for the set.'
const SET = {
  questions: [
    { id: 'short', text: 'Who founded it?', judgements: new Map([['a', 1]]), answers: ['Ada Marlowe', LONG] },
    { id: 'wrong', text: 'Where?', judgements: new Map([['a', 1]]), answers: ['Lyon'] },
    { id: 'long', text: 'Why?', judgements: new Map([['b', 1]]), answers: [LONG] },
    { id: 'silent', text: 'When?', judgements: new Map([['b', 1]]) },
  ],
  unanswerable: [
    { id: 'trap', text: 'How?' },
    { id: 'far', text: 'Which moon?' },
  ],
}
const answer = (text: string, cited: readonly string[], confidence: number): SetAnswer => ({
  text,
  sentences: 1,
  cited,
  confidence,
})
const ANSWERS: Readonly<Record<string, SetAnswer>> = {
  'Who founded it?': answer('Ada Marlowe founded it.', ['z'], 0.9),
  'Where?': answer('In Leeds.', ['a'], 0.9),
  'Why?': answer('Because.', ['b'], 0.4),
  'How?': answer('So.', ['b'], 0.7),
}

test('judges by the gold answer, by the cited document where no answer could stand in one, and counts abstentions', async () => {
  const judged = await judgeAnswers(SET, async (question) => ANSWERS[question] ?? null)
  expect(judged.map(({ id, answer }) => [id, answer?.right ?? null])).toEqual([
    ['short', true],
    ['wrong', false],
    ['long', true],
    ['silent', null],
    ['trap', false],
    ['far', null],
  ])
  const summary = summariseAnswers(judged, SET)
  expect(summary).toMatchObject({ asked: 4, answered: 0.75, right: 0.5, cited: 0.5, sentences: 1, declined: 0.5 })
  expect(summary.calibration_error).toBeCloseTo((2 * 0.4 + 0.6) / 3)
  expect(summary.curve.find(({ threshold }) => threshold === 0.8)).toEqual({
    threshold: 0.8,
    coverage: 0.5,
    accuracy: 0.5,
    declined: 1,
  })
})
