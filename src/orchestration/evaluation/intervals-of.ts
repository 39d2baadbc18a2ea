import { type ShareInterval, shareInterval } from '../../../evaluation/share-interval.ts'
import type { CaseScoresRow } from '../../platform/database/evaluation-schema.ts'

/** For each measure of a run the interval that holds its mean with 95 %: few questions say little. */
export function intervalsOf(scores: readonly CaseScoresRow[]): Readonly<Record<string, ShareInterval>> {
  const values = new Map<string, number[]>()
  for (const { scores: of } of scores)
    for (const [measure, value] of Object.entries(of)) values.set(measure, [...(values.get(measure) ?? []), value])
  return Object.fromEntries(
    [...values].map(([measure, all]) => {
      const { low, high } = shareInterval(all.reduce((sum, value) => sum + value, 0) / all.length, all.length)
      return [measure, { low: round(low), high: round(high) }]
    }),
  )
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
