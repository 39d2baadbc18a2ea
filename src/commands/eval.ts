import { writeFile } from 'node:fs/promises'
import { compareRuns, losses } from '../../evaluation/compare-runs.ts'
import { type AnswersResult, judgeAnswers, summariseAnswers } from '../../evaluation/judge-answers.ts'
import { loadSet } from '../../evaluation/load-set.ts'
import { RANKING_MEASURES, runSet, type SetResult } from '../../evaluation/run-set.ts'
import type { Config } from '../config.ts'
import { MAXIMUM_TOP_K } from '../contracts/filters.ts'
import { createSetAsker } from './ask-set.ts'
import { describeChange, missedFloors, questionsOf, readFloors, readRun, saveRun } from './eval-gate.ts'
import { openEvaluationLibrary } from './open-evaluation-library.ts'

export interface EvalOptions {
  readonly json: boolean
  /** File to write every judged answer to, one JSON object a line. */
  readonly answers: string | undefined
  /** Folder to keep the run in, to compare later ones with. */
  readonly out: string | undefined
  /** Folder of a run to compare with; a loss that is hardly chance fails. */
  readonly against: string | undefined
  /** Figures that must be reached: `hit_at_5=0.85`. */
  readonly failBelow: string | undefined
}

/**
 * Measure search and answers on a question set, in a data folder of its own that is thrown away afterwards. Returns the exit
 * code: 1 when a figure is below its floor, or worse than that of the run compared with by more than chance explains.
 */
export async function evalCommand(config: Config, folder: string, options: EvalOptions): Promise<number> {
  const { json, answers, out, against, failBelow } = options
  // What does not fit is told before minutes are spent.
  const floors = failBelow === undefined ? [] : readFloors(failBelow)
  const before = against === undefined ? null : await readRun(against)
  const set = await loadSet(folder)
  if (!json) console.error(`Loading ${set.documents.length} documents …`)
  await using library = await openEvaluationLibrary(config, set)
  if (!json) console.error(`Asking ${set.questions.length} questions …`)
  const { retrieval } = library.footnote
  if (retrieval === null) throw new Error('the retrieval role is not hosted')
  const result = await runSet(set, async (query) => {
    const { passages } = await retrieval.search({ query, top_k: MAXIMUM_TOP_K }, library.context)
    return passages.map(({ external_id }) => external_id)
  })
  // As many questions without an answer as with one say enough, and a set may hold many more.
  const every = Math.max(1, set.unanswerable.length / set.questions.length)
  const unanswerable = set.unanswerable.filter((_, n) => Math.floor(n / every) !== Math.floor((n - 1) / every))
  const judged = await judgeAnswers({ ...set, unanswerable }, createSetAsker(library))
  if (answers !== undefined)
    await writeFile(answers, judged.map((one) => `${JSON.stringify({ set: set.name, ...one })}\n`).join(''))
  const answered = summariseAnswers(judged, set)
  const { scores, ...figures } = result
  const questions = questionsOf(scores, judged)
  const changes = before === null ? [] : compareRuns(before, questions)
  const summary = { ...figures, answers: answered, ...(before === null ? {} : { changes }) }
  if (out !== undefined) await saveRun(out, questions, summary)
  if (json) console.log(JSON.stringify(summary))
  else {
    print(result, answered)
    for (const change of changes) console.log(describeChange(change))
  }
  const reasons = [
    ...missedFloors(floors, { ...measuresOf(result), ...numbersOf(answered) }),
    ...losses(changes).map(({ measure }) => `${measure} is worse than before, and that is hardly chance.`),
  ]
  for (const reason of reasons) console.error(`Refused: ${reason}`)
  return reasons.length === 0 ? 0 : 1
}

function measuresOf(result: SetResult): Readonly<Record<string, number>> {
  return Object.fromEntries(RANKING_MEASURES.map((name) => [name, result[name]]))
}

function numbersOf(answers: AnswersResult): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => typeof value === 'number'))
}

function print(result: SetResult, answers: AnswersResult): void {
  console.log(
    `${result.set}: ${result.documents} documents, ${result.queries} questions, ${result.seconds.toFixed(1)} s`,
  )
  for (const name of RANKING_MEASURES) console.log(`  ${name.padEnd(13)} ${result[name].toFixed(4)}`)
  for (const name of ['answered', 'right', 'cited', 'sentences', 'words', 'calibration_error', 'declined'] as const)
    if (answers[name] !== null) console.log(`  ${name.padEnd(17)} ${answers[name].toFixed(3)}`)
  console.log('  answering from a confidence of   covers   right of these   declines of unanswerable')
  for (const { threshold, coverage, accuracy, declined } of answers.curve) {
    const [covers, right, declines] = [coverage, accuracy, declined].map((value) => value?.toFixed(3) ?? '-')
    console.log(
      `  ${threshold.toFixed(1).padStart(27)}   ${covers?.padStart(8)}   ${right?.padStart(14)}   ${declines?.padStart(10)}`,
    )
  }
}
