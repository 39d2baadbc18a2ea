import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addHistogram, binOf, percentile, type RunningHistogram } from './latency-bins.ts'

function histogramOf(durations: readonly number[]): RunningHistogram {
  const running: RunningHistogram = {}
  for (const each of durations) addHistogram(running, { [binOf(each)]: 1 })
  return running
}
const durations = fc.array(fc.integer({ min: 0, max: 3_600_000 }), { minLength: 1, maxLength: 200 })

it.each([0.5, 0.95, 0.99])('is at most 2.5 % and the rounding to a millisecond away from percentile %d', (share) => {
  fc.assert(
    fc.property(durations, (all) => {
      const exact = all.toSorted((a, b) => a - b)[Math.ceil(share * all.length) - 1] ?? Number.NaN
      const said = percentile(histogramOf(all), share) ?? Number.NaN
      expect(Math.abs(said - exact)).toBeLessThanOrEqual(exact * 0.025 + 1)
    }),
    { seed: 7, numRuns: 500 },
  )
})

it('is the same for parts that are added as for the whole', () => {
  fc.assert(
    fc.property(durations, durations, (a, b) => {
      const parts = histogramOf(a)
      addHistogram(parts, histogramOf(b))
      expect(parts).toEqual(histogramOf([...a, ...b]))
    }),
    { seed: 7 },
  )
})

it('has no percentile of nothing', () => expect(percentile({}, 0.5)).toBeNull())
