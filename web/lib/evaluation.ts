import { dataOf } from '../../src/client/footnote-client.ts'
import type { EvaluationRun } from '../../src/contracts/evaluation-runs.ts'
import { client } from './client.ts'

/** Those that a chart of a few months shows. */
const MOST_RUNS = 60

/** What is drawn, in the order of the charts; what a run does not have is left out. */
export const DRAWN_MEASURES = ['hit_at_5', 'ndcg_at_10', 'right', 'judged'] as const

/** Address of the same runs as a file. */
export const RUNS_AS_CSV = `/api/evaluation/runs?limit=${MOST_RUNS}&format=csv`

/** The last runs that are done, newest first. */
export async function listDoneRuns(signal: AbortSignal): Promise<readonly EvaluationRun[]> {
  const query = { limit: MOST_RUNS }
  const { runs } = await dataOf(client.GET('/api/evaluation/runs', { params: { query }, signal }))
  return runs.filter(({ state }) => state === 'done')
}

/** A measure of a run with the ends of its interval. */
export interface MeasuredPoint {
  readonly time: string
  readonly mean: number
  readonly low: number
  readonly high: number
}

/** A measure over the runs that have it, the oldest first. */
export function pointsOf(runs: readonly EvaluationRun[], measure: string): readonly MeasuredPoint[] {
  return runs.toReversed().flatMap(({ created_at: time, figures, intervals }) => {
    const [mean, interval] = [figures?.[measure], intervals?.[measure]]
    return mean === undefined || interval === undefined ? [] : [{ time, mean, low: interval.low, high: interval.high }]
  })
}
