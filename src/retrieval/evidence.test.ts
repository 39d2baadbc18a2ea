import { expect, it } from 'vitest'
import { createAnalyser } from '../language/analyser.ts'
import { evidenceOf } from './evidence.ts'
import { questionTerms, weighTerms } from './question.ts'
import { relevanceScore } from './relevance-score.ts'

const analyser = createAnalyser('en')
const STATISTICS = { passages: 100, frequencies: new Map([['deduct', 10]]) }
const COMPARED = { hasVectorHits: true }
const question = (text: string) =>
  weighTerms(text, questionTerms(text, analyser), { statistics: STATISTICS, expected: new Map() }, 'en')

function judged(lexical: number | null, vector: number | null, coverage = 0) {
  return { hit: { passageId: `${lexical} ${vector}`, lexical, vector, fused: 0 }, coverage }
}

it('relates the best score to the weight of the question', () => {
  const asked = question('What is the deductible?')
  const weight = Math.log(1 + 90.5 / 10.5)
  const evidence = evidenceOf(asked, [judged(2, null, 0.4), judged(weight, null, 0.9)], COMPARED)
  expect(evidence.term_weights).toEqual({ deduct: expect.closeTo(Math.log(1 + 1_090.5 / 10.5)) })
  expect(evidence.strength).toBeCloseTo(1)
  expect(evidence.coverage).toBe(0.9)
})

it('says how many of the best five full-text hits the vector search found', () => {
  const hits = [judged(9, 0.5), judged(8, null), judged(7, 0.4), judged(6, null), judged(5, null), judged(4, 0.3)]
  expect(evidenceOf(question('deductible'), hits, COMPARED).agreement).toBeCloseTo(0.4)
})

it('knows no agreement when the vector search found nothing, and none when it found other passages', () => {
  const hits = [judged(9, null), judged(8, null)]
  expect(evidenceOf(question('deductible'), hits, { hasVectorHits: false }).agreement).toBeNull()
  expect(evidenceOf(question('deductible'), hits, COMPARED).agreement).toBe(0)
})

it('is nothing without passages or terms', () => {
  expect(evidenceOf(question('deductible'), [], COMPARED)).toMatchObject({ strength: 0, coverage: 0, agreement: 0 })
  expect(evidenceOf(question('what is it?'), [judged(null, 0.9)], COMPARED)).toMatchObject({
    strength: 0,
    term_weights: {},
  })
})

it('turns ranking and support into a relevance of 0 to 1 that falls with the rank', () => {
  expect(relevanceScore(1, { strength: 1.7, similarity: null })).toBe(1)
  expect(relevanceScore(1, { strength: 0.3, similarity: null })).toBeCloseTo(0.3)
  expect(relevanceScore(0.5, { strength: 0.3, similarity: null })).toBeCloseTo(0.15)
  expect(relevanceScore(1, { strength: 0, similarity: 0.8 })).toBeCloseTo(0.8)
  expect(relevanceScore(1, { strength: 0, similarity: -0.5 })).toBe(0)
})
