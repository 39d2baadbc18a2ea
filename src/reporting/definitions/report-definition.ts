import type { Grouping, ReportColumn, ReportName, UNITS } from '../../contracts/reports.ts'
import { percentile } from '../roll-ups/latency-bins.ts'
import type { Measure, Sums } from '../roll-ups/measures.ts'

/** Sums of a row, and what is counted beside them; null where it is not. */
export interface UsageSums extends Sums {
  /** How many asked. */
  readonly users: number | null
  /** Requests that a limit refused. */
  readonly refused: number | null
}

/** A column that is made of sums over questions. */
export interface UsageColumn extends ReportColumn {
  readonly value: (sums: UsageSums) => number | null
}

/** A report of what was asked: everything that JSON, CSV, files and pages need of it. */
export interface UsageReport {
  readonly name: Exclude<ReportName, 'ingestion' | 'limits'>
  readonly title: string
  readonly description: string
  readonly by: readonly Exclude<Grouping, 'source'>[]
  readonly columns: readonly UsageColumn[]
  /** Whether times are needed: they are the costly part. */
  readonly needsTimes: boolean
  /** Whether people, and requests that were refused, are counted too. */
  readonly countsPeople: boolean
}

type Unit = (typeof UNITS)[number]

/** A column that is one sum. */
export function summed(name: string, unit: Unit, measure: Measure, description: string): UsageColumn {
  return { name, unit, description, value: (sums) => sums[measure] }
}

/** A column that is one sum divided by another one and by `scale`; null where that is 0. */
export function divided(
  name: string,
  unit: Unit,
  [part, whole]: readonly [Measure, Measure],
  description: string,
  scale = 1,
): UsageColumn {
  const value = (sums: UsageSums) => (sums[whole] === 0 ? null : round(sums[part] / sums[whole] / scale))
  return { name, unit, description, value }
}

/** A column that is a percentile of times, at most 2.5 % off; null without any. */
export function timed(name: string, of: 'durations' | 'firstTexts', share: number, description: string): UsageColumn {
  return { name, unit: 'milliseconds', description, value: (sums) => percentile(sums[of], share) }
}

const DECIMALS = 10_000

export function round(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS
}
