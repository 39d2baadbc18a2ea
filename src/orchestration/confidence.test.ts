import { assert, double, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createAnalyser } from '../language/analyser.ts'
import { weighQuestion } from '../language/weighed-question.ts'
import { rankedPassage } from '../testing/ranked-passages.ts'
import { confidenceLevelOf, confidenceOf } from './confidence.ts'
import { type ConfidenceSignals, signalsOf } from './confidence-signals.ts'

const STRONG = { coverage: 1, exact: 1, pairs: 1, margin: 0.5, length: 6, support: 1 }
const analyser = createAnalyser('en')

function signals(reading: string, quote: string, scores: readonly number[] = [0.9]): ConfidenceSignals {
  const passages = scores.map((relevance_score) => rankedPassage({ text: quote, relevance_score }))
  const question = weighQuestion(reading, {}, analyser)
  const citations = [{ quote, title: 'Handbook', heading: [] }]
  return signalsOf({ reading, question, passages, citations, supports: [1], analyser })
}

test('is high for the best signals and grows with each of them', () => {
  expect(confidenceOf(STRONG)).toBeGreaterThan(0.9)
  for (const worse of [{ coverage: 0.4 }, { exact: 0.2 }, { pairs: 0 }, { margin: 0 }, { length: 1 }, { support: 0.6 }])
    expect(confidenceOf({ ...STRONG, ...worse })).toBeLessThan(confidenceOf(STRONG))
})

test('is never certain of an answer that shares one word with a question of one word', () => {
  const signal = signals('When are you open?', 'The boat house opens at 7 in the morning.', [0.7, 0.6])
  expect(confidenceOf(signal)).toBeLessThan(0.6)
})

test('stays between 0 and 1 whatever the signals', () => {
  const signal = double()
  assert(
    property(signal, signal, signal, signal, (coverage, margin, length, support) => {
      const confidence = confidenceOf({ coverage, exact: coverage, pairs: margin, margin, length, support })
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }),
  )
})

test('is high from 0.8 and medium from 0.6', () => {
  expect([0.8, 0.799, 0.6, 0.599].map(confidenceLevelOf)).toEqual(['high', 'medium', 'medium', 'low'])
})

test('reads words in the same form, neighbours and the lead of the best passage off an answer', () => {
  const read = signals('annual deductible of the Gold plan', 'The annual deductibles of Gold and Silver.', [0.9, 0.6])
  expect(read.exact).toBe(0.5)
  expect(read.pairs).toBeCloseTo(2 / 3)
  expect(read.margin).toBeCloseTo(0.3)
  expect(read.length).toBe(4)
})
