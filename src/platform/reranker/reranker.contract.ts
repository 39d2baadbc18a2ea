import { describe, expect, it } from 'vitest'
import type { Reranker } from './reranker.ts'

const QUERY = 'what is the annual deductible of the plan'
const PASSAGES = ['a cat slept', 'the annual deductible of the plan is 500 dollars', 'the plan', 'a dog slept'] as const

/** What every re-ranking model must do, whoever made it. */
export function describeRerankerContract(name: string, open: () => Promise<Reranker>): void {
  const signal = new AbortController().signal

  describe(`${name} as a re-ranker`, () => {
    it('gives every passage a score, in their order', async () => {
      const reranker = await open()
      const scores = await reranker.score(QUERY, PASSAGES, signal)
      expect(scores).toHaveLength(PASSAGES.length)
      const [cat = 0, right = 0, plan = 0] = scores
      expect(right).toBeGreaterThan(plan)
      expect(plan).toBeGreaterThan(cat)
    })

    it('accepts no passages at all', async () => {
      const reranker = await open()
      expect(await reranker.score(QUERY, [], signal)).toEqual([])
    })

    it('answers empty, strange and long texts with finite scores', async () => {
      const reranker = await open()
      const strange = ['', '\u0000\uD800', '🙂', '[SEP]', 'deductible '.repeat(5_000)]
      for (const query of ['what', '🙂'.repeat(2_000)]) {
        const scores = await reranker.score(query, strange, signal)
        expect(scores.filter(Number.isFinite)).toHaveLength(strange.length)
      }
    })

    it('stops when the call is cancelled', async () => {
      const reranker = await open()
      await expect(reranker.score(QUERY, PASSAGES, AbortSignal.abort())).rejects.toThrow()
    })
  })
}
