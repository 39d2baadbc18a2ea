import { expect, it } from 'vitest'
import { runSet } from './run-set.ts'

const SET = {
  name: 'small',
  documents: ['a', 'b', 'c'].map((id) => ({ id, title: '', text: id })),
  unanswerable: [],
  questions: [
    { id: '1', text: 'first', judgements: new Map([['a', 1]]) },
    { id: '2', text: 'second', judgements: new Map([['b', 1]]) },
  ],
}

it('gives the means over all questions', async () => {
  const result = await runSet(SET, async (question) => (question === 'first' ? ['a', 'b'] : ['c']))
  expect(result).toMatchObject({
    set: 'small',
    documents: 3,
    queries: 2,
    ndcg_at_10: 0.5,
    hit_at_5: 0.5,
    mrr_at_10: 0.5,
  })
  expect(result.seconds).toBeGreaterThanOrEqual(0)
})

it('counts a document once, at the place of its best passage', async () => {
  const result = await runSet(SET, async () => ['c', 'c', 'c', 'c', 'c', 'a', 'a', 'b'])
  expect(result.hit_at_5).toBe(1)
  expect(result.mrr_at_10).toBeCloseTo((1 / 2 + 1 / 3) / 2, 10)
  expect(result.recall_at_10).toBe(1)
})
