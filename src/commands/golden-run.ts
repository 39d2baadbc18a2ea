import { setTimeout as rest } from 'node:timers/promises'
import { dataOf } from '../client/footnote-client.ts'
import type { Config } from '../config.ts'
import type { EvaluationRun } from '../contracts/evaluation-runs.ts'
import type { ApiClient } from './api-client.ts'
import { describeChange, missedFloors, readFloors, saveResults } from './eval-gate.ts'
import { withClient } from './with-client.ts'

const LOOK_INTERVAL_IN_MS = 500

export interface GoldenRunOptions {
  readonly json: boolean
  /** Folder to write `eval_results.jsonl` and `summary.json` to. */
  readonly out: string | undefined
  /** Figures that must be reached: `hit_at_5=0.85`. */
  readonly failBelow: string | undefined
}

/**
 * Ask the golden questions now. Returns the exit code: 1 when it failed, when a figure is below its floor or worse than
 * before by more than chance explains, and when somebody found what they may not read.
 */
export async function runGoldenCommand(config: Config, { json, out, failBelow }: GoldenRunOptions): Promise<number> {
  const floors = failBelow === undefined ? [] : readFloors(failBelow)
  const run = await withClient(config, async (client) => {
    const done = await finished(client)
    if (out !== undefined && done.state === 'done') await saveResults(out, await resultsOf(client, done.id), done)
    return done
  })
  if (json) console.log(JSON.stringify(run))
  else print(run)
  const reasons = [
    ...(run.state === 'failed' ? [run.detail ?? 'It failed.'] : missedFloors(floors, run.figures ?? {})),
    ...run.worse.map((measure) => `${measure} is worse than before, and that is hardly chance.`),
    ...((run.leaks ?? 0) > 0 ? [`Invented people found ${run.leaks} times what they may not read.`] : []),
  ]
  for (const reason of reasons) console.error(`Refused: ${reason}`)
  return reasons.length === 0 ? 0 : 1
}

/** Print the last runs, newest first. */
export async function listRunsCommand(config: Config, { json }: { readonly json: boolean }): Promise<void> {
  const { runs } = await withClient(config, (client) => dataOf(client.GET('/api/evaluation/runs')))
  for (const run of runs) console.log(json ? JSON.stringify(run) : lineOf(run))
  if (runs.length === 0) console.error('None yet. Ask the golden questions: npx footnote golden run')
}

async function finished(client: ApiClient): Promise<EvaluationRun> {
  let run = await dataOf(client.POST('/api/evaluation/runs'))
  while (run.state === 'waiting' || run.state === 'running') {
    await rest(LOOK_INTERVAL_IN_MS)
    run = await dataOf(client.GET('/api/evaluation/runs/{id}', { params: { path: { id: run.id } } }))
  }
  return run
}

async function resultsOf(client: ApiClient, id: string): Promise<string> {
  const params = { path: { id } }
  return dataOf(client.GET('/api/evaluation/runs/{id}/results', { params, parseAs: 'text' }))
}

function print(run: EvaluationRun): void {
  console.log(lineOf(run))
  const widest = Math.max(0, ...Object.keys(run.figures ?? {}).map(({ length }) => length))
  for (const [name, value] of Object.entries(run.figures ?? {})) console.log(`  ${name.padEnd(widest)}  ${value}`)
  const moved = run.changes?.filter(({ difference }) => difference !== 0) ?? []
  if (run.changes !== null) console.log(moved.length === 0 ? 'As in the run before.' : 'Beside the run before:')
  for (const change of moved) console.log(describeChange(change))
}

function lineOf({
  id,
  state,
  trigger,
  created_at,
  questions,
  stale,
  leaks,
  probes,
  worse,
  detail,
}: EvaluationRun): string {
  const when = created_at.slice(0, 16).replace('T', ' ')
  const asked = questions === null ? '' : `, ${questions} questions`
  const left = stale === null || stale === 0 ? '' : ` (${stale} stale ones left out)`
  const found = leaks === null ? '' : `, ${leaks} leaks in ${probes} probes`
  const lost = worse.length === 0 ? '' : `, worse: ${worse.join(', ')}`
  return `${id}  ${state}  ${trigger} ${when} UTC${asked}${left}${found}${lost}${detail === null ? '' : `\n  ${detail}`}`
}
