import { assert, double, property } from 'fast-check'
import { expect, test } from 'vitest'
import { confidenceLevelOf, confidenceOf } from './confidence.ts'

const STRONG = { strength: 1.3, coverage: 1, agreement: 1, support: 1 }

test('is full for the best signals and grows with each of them', () => {
  expect(confidenceOf(STRONG)).toBe(1)
  expect(confidenceOf({ ...STRONG, coverage: 0.5 })).toBeLessThan(1)
  expect(confidenceOf({ ...STRONG, strength: 0.5 })).toBeLessThan(1)
  expect(confidenceOf({ ...STRONG, agreement: 0 })).toBeLessThan(1)
  expect(confidenceOf({ ...STRONG, support: 0.6 })).toBeLessThan(1)
})

test('leaves the weight of an agreement that is not known to the other signals', () => {
  expect(confidenceOf({ ...STRONG, agreement: null })).toBe(1)
  const middling = { ...STRONG, coverage: 0.5, strength: 0.5 }
  expect(confidenceOf({ ...middling, agreement: null })).toBe(confidenceOf({ ...middling, agreement: 0.5 }))
})

test('stays between 0 and 1 whatever the signals', () => {
  const signal = double()
  assert(
    property(signal, signal, signal, signal, (strength, coverage, agreement, support) => {
      const confidence = confidenceOf({ strength, coverage, agreement, support })
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
    }),
  )
})

test('is high from 0.8 and medium from 0.6', () => {
  expect([0.8, 0.799, 0.6, 0.599].map(confidenceLevelOf)).toEqual(['high', 'medium', 'medium', 'low'])
})
