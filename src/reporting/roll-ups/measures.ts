import { HIGH_CONFIDENCE, MEDIUM_CONFIDENCE } from '../../contracts/orchestration.ts'
import type { usageEvents } from '../../platform/database/usage-schema.ts'
import { addHistogram, binOf, type Histogram, type RunningHistogram } from './latency-bins.ts'

export type UsageEventRow = typeof usageEvents.$inferSelect

const PER_MILLE = 1_000
const one = (condition: boolean): number => (condition ? 1 : 0)

/**
 * What is summed up, and how much one question adds. All are whole numbers, so that the order in which they are added makes
 * no difference. Each is a column of `usage_rollups`.
 */
export const MEASURES = {
  questions: () => 1,
  answered: ({ outcome }) => one(outcome === 'answered'),
  abstained: ({ outcome }) => one(outcome === 'abstained'),
  failed: ({ outcome }) => one(outcome === 'failed'),
  cancelled: ({ outcome }) => one(outcome === 'cancelled'),
  reused: ({ reused }) => one(reused),
  promptTokens: ({ promptTokens }) => promptTokens,
  completionTokens: ({ completionTokens }) => completionTokens,
  costInMicros: ({ costInMicros }) => costInMicros,
  /** How many have a confidence: of abstentions it says nothing. */
  confident: (event) => one(confidenceOf(event) !== null),
  confidenceInMille: (event) => confidenceOf(event) ?? 0,
  confidenceHigh: (event) => one(isWithin(confidenceOf(event), HIGH_CONFIDENCE, 2)),
  confidenceMedium: (event) => one(isWithin(confidenceOf(event), MEDIUM_CONFIDENCE, HIGH_CONFIDENCE)),
  confidenceLow: (event) => one(isWithin(confidenceOf(event), 0, MEDIUM_CONFIDENCE)),
  searched: ({ passages }) => one(passages !== null),
  passages: ({ passages }) => passages ?? 0,
  scored: ({ bestScoreInMille }) => one(bestScoreInMille !== null),
  bestScoreInMille: ({ bestScoreInMille }) => bestScoreInMille ?? 0,
  ratedUp: ({ rating }) => one(rating === 'up'),
  ratedDown: ({ rating }) => one(rating === 'down'),
  wrong: ({ reason }) => one(reason === 'wrong'),
  incomplete: ({ reason }) => one(reason === 'incomplete'),
  outdated: ({ reason }) => one(reason === 'outdated'),
  badSource: ({ reason }) => one(reason === 'bad-source'),
  otherReason: ({ reason }) => one(reason === 'other'),
} as const satisfies Readonly<Record<string, (event: UsageEventRow) => number>>

export type Measure = keyof typeof MEASURES
export const MEASURE_NAMES = Object.keys(MEASURES) as readonly Measure[]

/** Sums over some questions. */
export type Sums = Readonly<Record<Measure, number>> & {
  readonly durations: Histogram
  readonly firstTexts: Histogram
}

/** What one question adds. */
export function sumsOf(event: UsageEventRow): Sums {
  const firstTexts: Histogram = event.firstTextInMs === null ? {} : { [binOf(event.firstTextInMs)]: 1 }
  return { ...measuresBy((name) => MEASURES[name](event)), durations: { [binOf(event.durationInMs)]: 1 }, firstTexts }
}

/** A sum that grows in place: millions of questions are added up. */
export type RunningSums = Record<Measure, number> & {
  readonly durations: RunningHistogram
  readonly firstTexts: RunningHistogram
}

/** The sum of no questions. */
export function noSums(): RunningSums {
  return { ...measuresBy(() => 0), durations: {}, firstTexts: {} }
}

/** Add to a running sum; the order makes no difference. */
export function addTo(running: RunningSums, sums: Sums): void {
  for (const name of MEASURE_NAMES) running[name] += sums[name]
  addHistogram(running.durations, sums.durations)
  addHistogram(running.firstTexts, sums.firstTexts)
}

function measuresBy(value: (name: Measure) => number): Record<Measure, number> {
  return Object.fromEntries(MEASURE_NAMES.map((name) => [name, value(name)])) as Record<Measure, number>
}

function confidenceOf({ outcome, confidenceInMille }: UsageEventRow): number | null {
  return outcome === 'answered' ? confidenceInMille : null
}

/** `from` and `below` in shares of one. */
function isWithin(inMille: number | null, from: number, below: number): boolean {
  return inMille !== null && inMille >= from * PER_MILLE && inMille < below * PER_MILLE
}
