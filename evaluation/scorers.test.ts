import { describe, expect, it } from 'vitest'
import { hitAt, ndcgAt, recallAt, reciprocalRankAt } from './scorers.ts'

const ONE_RIGHT = new Map([['right', 1]])

describe('nDCG', () => {
  it('is 1 for the ideal order and 0 when nothing right is found', () => {
    const graded = new Map([
      ['best', 2],
      ['good', 1],
    ])
    expect(ndcgAt(10, ['best', 'good', 'x'], graded)).toBe(1)
    expect(ndcgAt(10, ['x', 'y'], graded)).toBe(0)
    expect(ndcgAt(10, ['good', 'best'], graded)).toBeCloseTo((1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)), 10)
  })

  it('discounts by place and stops at its depth', () => {
    expect(ndcgAt(10, ['x', 'right'], ONE_RIGHT)).toBeCloseTo(1 / Math.log2(3), 10)
    expect(ndcgAt(1, ['x', 'right'], ONE_RIGHT)).toBe(0)
  })

  it('asks for no more right documents than its depth holds', () => {
    const many = new Map(Array.from({ length: 30 }, (_, n) => [`d${n}`, 1]))
    expect(ndcgAt(10, [...many.keys()].slice(0, 10), many)).toBe(1)
  })
})

describe('hit, recall and reciprocal rank', () => {
  const two = new Map([
    ['a', 1],
    ['b', 3],
    ['none', 0],
  ])

  it('count a right document within their depth', () => {
    expect(hitAt(5, ['x', 'y', 'z', 'u', 'right'], ONE_RIGHT)).toBe(1)
    expect(hitAt(5, ['x', 'y', 'z', 'u', 'v', 'right'], ONE_RIGHT)).toBe(0)
    expect(recallAt(10, ['x', 'b'], two)).toBe(0.5)
    expect(recallAt(1, ['x', 'b'], two)).toBe(0)
    expect(reciprocalRankAt(10, ['x', 'none', 'b', 'a'], two)).toBeCloseTo(1 / 3, 10)
    expect(reciprocalRankAt(2, ['x', 'none', 'b', 'a'], two)).toBe(0)
  })

  it('are 0 without rankings or judgements', () => {
    for (const score of [hitAt, recallAt, reciprocalRankAt, ndcgAt]) {
      expect(score(10, [], two)).toBe(0)
      expect(score(10, ['a'], new Map())).toBe(0)
    }
  })
})
