import type { EvaluationRun } from '../../contracts/evaluation-runs.ts'
import type { ReportRow } from '../../contracts/reports.ts'
import { writeCsv } from '../../platform/http/write-csv.ts'

const ABOUT = ['created_at', 'trigger', 'generation', 'prompt_version', 'questions', 'leaks'] as const

/** Runs that are done as CSV, a line each: every figure, and the ends of its interval where it has one. */
export function runsAsCsv(runs: readonly EvaluationRun[]): string {
  const done = runs.filter(({ figures }) => figures !== null)
  const figures = [...new Set(done.flatMap((run) => Object.keys(run.figures ?? {})))]
  const intervals = new Set(done.flatMap((run) => Object.keys(run.intervals ?? {})))
  const columns = figures.flatMap((name) => (intervals.has(name) ? [name, `${name}_low`, `${name}_high`] : [name]))
  return writeCsv([...ABOUT, ...columns], done.map(rowOf))
}

function rowOf(run: EvaluationRun): ReportRow {
  const ends = Object.entries(run.intervals ?? {}).flatMap(([name, { low, high }]) => [
    [`${name}_low`, low] as const,
    [`${name}_high`, high] as const,
  ])
  const { created_at, trigger, generation, prompt_version, questions, leaks } = run
  const about = { created_at, trigger, generation, prompt_version, questions, leaks }
  return { ...about, ...run.figures, ...Object.fromEntries(ends) }
}
