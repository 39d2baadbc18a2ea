import { expect, it } from 'vitest'
import { selectPassages } from './select-passages.ts'

const ranked = (...hashes: string[]) =>
  hashes.map((textHash, n) => ({
    passage: { textHash, n },
    hit: { passageId: String(n), lexical: null, vector: null, fused: 0 },
    score: 1 - n / 10,
    coverage: 0,
    bestTwoSentences: 0,
  }))
const chosen = (hashes: string[], count: number) =>
  selectPassages(ranked(...hashes), count).map(({ passage }) => passage.n)

it('takes the best and leaves out copies of their words', () => {
  expect(chosen(['a', 'b', 'a', 'c', 'd'], 3)).toEqual([0, 1, 3])
  expect(chosen(['a', 'a'], 5)).toEqual([0])
  expect(chosen([], 5)).toEqual([])
})
