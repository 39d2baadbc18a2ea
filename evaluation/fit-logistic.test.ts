import { expect, test } from 'vitest'
import { type Example, fitLogistic } from './fit-logistic.ts'

test('finds the share of right answers where a feature is there and where it is not', () => {
  const examples = (value: number, right: number, wrong: number): Example[] =>
    Array.from({ length: right + wrong }, (_, n) => ({ features: [value], right: n < right, weight: 1 }))
  const { bias, weights } = fitLogistic([...examples(0, 25, 75), ...examples(1, 80, 20)], 1)
  const share = (value: number) => 1 / (1 + Math.exp(-(bias + (weights[0] ?? 0) * value)))
  expect(share(0)).toBeCloseTo(0.25, 2)
  expect(share(1)).toBeCloseTo(0.8, 2)
})

test('gives an example its say', () => {
  const example = (right: boolean, weight: number): Example => ({ features: [], right, weight })
  const { bias } = fitLogistic([example(true, 3), example(false, 1)], 0)
  expect(1 / (1 + Math.exp(-bias))).toBeCloseTo(0.75, 2)
})
