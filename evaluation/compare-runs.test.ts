import { expect, it } from 'vitest'
import { compareRuns, losses, type RunQuestion } from './compare-runs.ts'

const run = (hits: readonly number[]): RunQuestion[] => hits.map((hit, n) => ({ id: `q${n}`, scores: { hit } }))
const many = (share: number) => run(Array.from({ length: 200 }, (_, n) => (n % 100 < share * 100 ? 1 : 0)))

it('says by how much a run is worse, in which interval, and that it is hardly chance', () => {
  const [change] = compareRuns(many(0.8), many(0.7))
  expect(change).toMatchObject({ measure: 'hit', questions: 200, before: 0.8, after: 0.7 })
  expect(change?.difference).toBeCloseTo(-0.1, 10)
  expect(change?.low).toBeLessThan(-0.1)
  expect(change?.high).toBeLessThan(0)
  expect(losses(compareRuns(many(0.8), many(0.7)))).toHaveLength(1)
})

it('takes a small loss, and a gain, for no loss', () => {
  expect(losses(compareRuns(many(0.8), many(0.79)))).toEqual([])
  expect(losses(compareRuns(many(0.7), many(0.8)))).toEqual([])
})

it('compares what both runs have, whatever the order', () => {
  const before = [...run([1, 0, 1])].toReversed()
  const changes = compareRuns(before, [...run([1, 1]), { id: 'new', scores: { hit: 0, right: 1 } }])
  expect(changes).toEqual([expect.objectContaining({ measure: 'hit', questions: 2, before: 0.5, after: 1 })])
})

it('gives the same figures every time', () => {
  expect(compareRuns(many(0.8), many(0.7))).toEqual(compareRuns(many(0.8), many(0.7)))
})
