import { expect, it } from 'vitest'
import type { Reranker } from '../platform/reranker/reranker.ts'
import { modelRerank } from './model-rerank.ts'
import type { RankedCandidate } from './rerank.ts'

interface Text {
  readonly title: string
  readonly heading: readonly string[]
  readonly text: string
}

const signal = new AbortController().signal
const candidates = (count: number): RankedCandidate<Text>[] =>
  Array.from({ length: count }, (_, n) => ({
    hit: { passageId: `${n}`, lexical: 1, vector: 1, fused: 1 },
    passage: { title: 'Plan', heading: [], text: `text ${n}` },
    score: 1 - n / count,
    features: [],
    coverage: 1,
    bestTwoSentences: 1,
  }))
const idsOf = (ranked: readonly RankedCandidate<Text>[]) => ranked.map(({ hit }) => Number(hit.passageId))
const reranker = (score: Reranker['score']): Reranker => ({ name: 'test', score })

it('changes nothing without a model', async () => {
  const ranked = candidates(3)
  expect(await modelRerank(null, 'q', ranked, signal)).toEqual({ ranked, isSkipped: false })
})

it('moves what the model prefers, among the best twenty only, and leaves the scores in their places', async () => {
  const ranked = candidates(30)
  const seen: string[] = []
  const model = reranker(async (_, passages) => {
    seen.push(...passages)
    return passages.map((passage) => (passage.endsWith('text 2') ? 0.9 : 0.1))
  })
  const result = await modelRerank(model, 'q', ranked, signal)
  expect(seen).toHaveLength(20)
  expect(seen[0]).toBe('Plan\ntext 0')
  expect(idsOf(result.ranked).slice(0, 4)).toEqual([2, 0, 1, 3])
  expect(idsOf(result.ranked).slice(20)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29])
  expect(result.ranked.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score))
})

it.each([
  ['fails', reranker(() => Promise.reject(new Error('down')))],
  ['is late', reranker(() => new Promise(() => {}))],
])('keeps the order and says so when the model %s', async (_, model) => {
  const ranked = candidates(3)
  expect(await modelRerank(model, 'q', ranked, signal, 10)).toEqual({ ranked, isSkipped: true })
})

it('rejects when the caller goes away', async () => {
  const gone = AbortSignal.abort(new Error('gone'))
  const model = reranker(async () => [1, 2, 3])
  await expect(modelRerank(model, 'q', candidates(3), gone)).rejects.toThrow('gone')
})
