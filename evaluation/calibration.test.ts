import { expect, test } from 'vitest'
import { coverageCurve, expectedCalibrationError, type Judged } from './calibration.ts'

const answers = (confidence: number, right: number, wrong: number): Judged[] =>
  Array.from({ length: right + wrong }, (_, n) => ({ confidence, right: n < right }))

test('is zero when as many are right as was said, and the distance when not', () => {
  expect(expectedCalibrationError([...answers(0.75, 3, 1), ...answers(0.25, 1, 3)])).toBeCloseTo(0)
  expect(expectedCalibrationError(answers(1, 3, 1))).toBeCloseTo(0.25)
  expect(expectedCalibrationError([])).toBe(0)
})

test('weighs each bin by its answers', () => {
  expect(expectedCalibrationError([...answers(0.95, 8, 0), ...answers(0.55, 0, 2)])).toBeCloseTo(
    0.8 * 0.05 + 0.2 * 0.55,
  )
})

test('tells how many questions are answered from a confidence on, and how many of them rightly', () => {
  const judged = [...answers(0.9, 4, 0), ...answers(0.4, 1, 3)]
  expect(coverageCurve(judged, 10, [0, 0.5, 0.95])).toEqual([
    { threshold: 0, coverage: 0.8, accuracy: 5 / 8 },
    { threshold: 0.5, coverage: 0.4, accuracy: 1 },
    { threshold: 0.95, coverage: 0, accuracy: null },
  ])
})
