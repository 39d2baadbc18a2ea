import { describe, expect, it } from 'vitest'
import { fuseScores } from './fuse-scores.ts'

const hits = (...scores: [string, number][]) =>
  scores.map(([passageId, score]) => ({ passageId, documentId: passageId, score }))
const ids = (fused: readonly { readonly passageId: string }[]) => fused.map((hit) => hit.passageId)

describe('with a weak embedding model', () => {
  it('gives the full-text score four fifths of the weight, on a scale of 0 to 1', () => {
    const fused = fuseScores(hits(['a', 10], ['b', 6], ['c', 2]), hits(['c', 0.9], ['d', 0.4], ['a', 0.1]), 'weak')
    expect(ids(fused)).toEqual(['a', 'b', 'c', 'd'])
    expect(fused.map((hit) => hit.fused)).toEqual([
      expect.closeTo(0.8),
      expect.closeTo(0.4),
      expect.closeTo(0.2),
      expect.closeTo(0.2 * 0.375),
    ])
    expect(fused[3]).toMatchObject({ lexical: null, vector: 0.4 })
    expect(fused[0]).toMatchObject({ lexical: 10, vector: 0.1 })
  })
})

describe('with a strong embedding model', () => {
  it('adds reciprocal ranks with k = 60', () => {
    const fused = fuseScores(hits(['a', 100], ['b', 1], ['c', 0.9]), hits(['c', 0.9], ['b', 0.8]), 'strong')
    expect(ids(fused)).toEqual(['c', 'b', 'a'])
    expect(fused[0]!.fused / fused[2]!.fused).toBeCloseTo((1 / 63 + 1 / 61) / (1 / 61), 10)
  })
})

it.each(['weak', 'strong'] as const)('leaves out a search that found nothing (%s)', (strength) => {
  const found = hits(['a', 3], ['b', 2], ['c', 1])
  for (const fused of [fuseScores(found, [], strength), fuseScores([], found, strength)]) {
    expect(ids(fused)).toEqual(['a', 'b', 'c'])
    expect(fused[0]!.fused).toBe(1)
  }
  expect(fuseScores([], [], strength)).toEqual([])
})

it('orders equal scores the same way every time', () => {
  expect(ids(fuseScores(hits(['b', 1], ['a', 1]), [], 'weak'))).toEqual(['a', 'b'])
})
