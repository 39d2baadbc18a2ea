import { expect, test } from 'vitest'
import type { EvaluationRun } from '../../src/contracts/evaluation-runs.ts'
import { pointsOf } from './evaluation.ts'

const run = (created_at: string, figures: EvaluationRun['figures'], intervals: EvaluationRun['intervals']) =>
  ({ created_at, figures, intervals }) as EvaluationRun

test('a measure is drawn from the oldest run to the newest, without those that do not have it', () => {
  const interval = { low: 0.4, high: 0.9 }
  const runs = [
    run('2026-03-03', { right: 0.8 }, { right: interval }),
    run('2026-03-02', { hit_at_5: 1 }, { hit_at_5: interval }),
    run('2026-03-01', { right: 0.7 }, { right: interval }),
  ]
  expect(pointsOf(runs, 'right')).toEqual([
    { time: '2026-03-01', mean: 0.7, ...interval },
    { time: '2026-03-03', mean: 0.8, ...interval },
  ])
  expect(pointsOf(runs, 'judged')).toEqual([])
})
