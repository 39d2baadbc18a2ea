import { expect, it } from 'vitest'
import { createAnalysers } from '../language/analyser.ts'
import { openStaticEmbeddingModel } from '../platform/embedding-model/static.ts'
import { expectedShares } from './expected-shares.ts'
import { questionTerms, weighTerms } from './question.ts'

const analyser = createAnalysers().of('en')
const wordVectors = await openStaticEmbeddingModel()

/** The terms of a question by weight, in a library of which so many passages hold none of them. */
function weigh(text: string, passages: number) {
  const statistics = { passages, frequencies: new Map<string, number>() }
  const expected = expectedShares(text, analyser, wordVectors)
  return weighTerms(text, questionTerms(text, analyser), { statistics, expected }, 'en')
}

it('knows that frequent English words tell little, also where a small library hardly holds them', () => {
  const { weights } = weigh('How much money does PerksPlus give me per year?', 300)
  const byWeight = [...weights].toSorted((a, b) => b[1] - a[1]).map(([term]) => term)
  expect(byWeight[0]).toBe('perksplus')
  expect((weights.get('perksplus') ?? 0) / (weights.get('money') ?? 1)).toBeGreaterThan(2)
})

it('lets a large library decide by itself', () => {
  const { weights } = weigh('How much money does PerksPlus give me per year?', 10_000_000)
  expect((weights.get('perksplus') ?? 0) / (weights.get('money') ?? 1)).toBeLessThan(1.6)
})

it('relates scores of BM25 to the library alone', () => {
  const { mostLexical, mass } = weigh('money', 300)
  expect(mostLexical).toBeCloseTo(Math.log(1 + 300.5 / 0.5))
  expect(mass).toBeLessThan(mostLexical)
})

it('expects nothing of words in other languages', () => {
  expect(expectedShares('Wie viel Geld', createAnalysers().of('de'), wordVectors).size).toBe(0)
})
