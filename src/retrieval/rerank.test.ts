import { expect, it } from 'vitest'
import { createAnalyser } from '../language/analyser.ts'
import { FEATURES, lexicalFeatures } from './lexical-features.ts'
import { questionTerms, weighTerms } from './question.ts'
import { createPassageReader, readPassage } from './read-passage.ts'
import { rerank } from './rerank.ts'

const analyser = createAnalyser()
const NOTHING_FOUND = { lexical: 0, bestLexical: 0, vector: 0, fused: 0 }

function ask(text: string, frequencies: Record<string, number> = {}) {
  const statistics = { passages: 100, frequencies: new Map(Object.entries(frequencies)) }
  return weighTerms(text, questionTerms(text, analyser), statistics)
}

function passage(text: string, title = 'Handbook') {
  return { id: text, title, heading: [], text }
}

function featuresOf(question: string, text: string, title?: string): Record<string, number> {
  const read = readPassage(passage(text, title), analyser)
  const { values } = lexicalFeatures(ask(question), read, NOTHING_FOUND, analyser.stem)
  return Object.fromEntries(FEATURES.map((name, n) => [name, values[n] ?? Number.NaN]))
}

function pairs(text: string): (number | undefined)[] {
  const features = featuresOf('parental leave', text)
  return [features['ordered_pairs'], features['near_pairs']]
}

async function order(question: string, texts: readonly string[], fused = texts.map(() => 0.5)): Promise<string[]> {
  const candidates = texts.map((text, n) => ({
    hit: { passageId: String(n), lexical: 1, vector: null, fused: fused[n] ?? 0 },
    passage: passage(text),
  }))
  const ranked = await rerank(ask(question), candidates, createPassageReader(analyser), analyser.stem)
  return ranked.map((candidate) => candidate.passage.text)
}

it('measures coverage of the passage, its best sentence and its best two sentences', () => {
  const features = featuresOf(
    'annual dental deductible',
    'The plan is annual. It has a dental part. Other words.\nDeductible!',
  )
  expect(features['coverage']).toBeCloseTo(1)
  expect(features['best_sentence']).toBeCloseTo(1 / 3)
  expect(features['best_two_sentences']).toBeCloseTo(2 / 3)
})

it('counts title terms as covered, and on their own', () => {
  const features = featuresOf('dental deductible', 'Something else entirely.', 'Dental plan')
  expect(features['coverage']).toBeCloseTo(0.5)
  expect(features['title']).toBeCloseTo(0.5)
  expect(features['best_sentence']).toBe(0)
})

it('tells terms in order from terms near each other and far apart', () => {
  expect(pairs('Parental leave is paid.')).toEqual([1, 1])
  expect(pairs('Leave that is parental.')).toEqual([0, 1])
  expect(pairs('Parental matters and a great many other words before one can leave.')).toEqual([0, 0])
  expect(pairs('Parental.')).toEqual([0, 0])
})

it('weighs rare terms more', () => {
  const question = ask('plan deductible', { plan: 90, deduct: 1 })
  const read = (text: string) =>
    lexicalFeatures(question, readPassage(passage(text), analyser), NOTHING_FOUND, analyser.stem)
  expect(read('the deductible').coverage).toBeGreaterThan(0.9)
  expect(read('the plan').coverage).toBeLessThan(0.1)
})

it('puts the passage first whose sentence answers the question', async () => {
  const answer = 'The annual deductible is 500 dollars.'
  const scattered = 'Annual reports are due.\nThe picnic is in May.\nSome plan has a deductible.'
  expect(await order('What is the annual deductible?', [scattered, answer])).toEqual([answer, scattered])
})

it('keeps the order of the first stage when sentences do not differ', async () => {
  expect(await order('deductible', ['a b c', 'd e f', 'g h i'], [0.2, 0.9, 0.5])).toEqual(['d e f', 'g h i', 'a b c'])
})

it('accepts no candidates, and questions without a term', async () => {
  expect(await order('deductible', [])).toEqual([])
  expect(await order('what is it?', ['one', 'two'])).toHaveLength(2)
})

it('stays quick on a hostile passage and question', async () => {
  const startedAt = performance.now()
  await order('plan plan leave plan leave '.repeat(100), ['plan leave '.repeat(20_000), 'x'.repeat(200_000)])
  expect(performance.now() - startedAt).toBeLessThan(2_000)
})
