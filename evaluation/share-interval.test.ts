import { expect, test } from 'vitest'
import { shareInterval } from './share-interval.ts'

test.each([
  // As tables of the interval have them.
  [0.5, 10, 0.2366, 0.7634],
  [0.9, 50, 0.7864, 0.9565],
  [0, 20, 0, 0.1611],
  [1, 20, 0.8389, 1],
])('a share of %d among %d lies between %d and %d', (mean, count, low, high) => {
  expect(shareInterval(mean, count).low).toBeCloseTo(low, 3)
  expect(shareInterval(mean, count).high).toBeCloseTo(high, 3)
})

test('nothing says nothing', () => expect(shareInterval(0, 0)).toEqual({ low: 0, high: 1 }))
