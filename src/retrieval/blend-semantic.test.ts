import { describe, expect, it } from 'vitest'
import { blendSemantic } from './blend-semantic.ts'

const hit = (passageId: string, fused: number) => ({ passageId, lexical: null, vector: null, fused })
const order = (semantic: Record<string, number>) =>
  blendSemantic([hit('a', 1), hit('b', 0.8), hit('c', 0.3)], new Map(Object.entries(semantic))).map(
    ({ passageId }) => passageId,
  )

describe('a re-ranker of the engine', () => {
  it('changes nothing when it said nothing', () => expect(order({})).toEqual(['a', 'b', 'c']))
  it('moves up what it finds good', () => expect(order({ a: 1, b: 3.5, c: 3.9 })).toEqual(['b', 'c', 'a']))
  it('does not put what it did not read before what it read and found good', () =>
    expect(order({ b: 2, c: 2 })).toEqual(['b', 'a', 'c']))
})
