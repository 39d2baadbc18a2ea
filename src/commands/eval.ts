import { writeFile } from 'node:fs/promises'
import { type AnswersResult, judgeAnswers, summariseAnswers } from '../../evaluation/judge-answers.ts'
import { loadSet } from '../../evaluation/load-set.ts'
import { runSet, type SetResult } from '../../evaluation/run-set.ts'
import type { Config } from '../config.ts'
import { MAXIMUM_TOP_K } from '../contracts/filters.ts'
import { createSetAsker } from './ask-set.ts'
import { openEvaluationLibrary } from './open-evaluation-library.ts'

export interface EvalOptions {
  readonly json: boolean
  /** File to write every judged answer to, one JSON object a line. */
  readonly answers: string | undefined
}

/** Measure search and answers on a question set, in a data folder of its own that is thrown away afterwards. */
export async function evalCommand(config: Config, folder: string, { json, answers }: EvalOptions): Promise<void> {
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
  if (json) console.log(JSON.stringify({ ...result, answers: answered }))
  else print(result, answered)
}

function print(result: SetResult, answers: AnswersResult): void {
  console.log(
    `${result.set}: ${result.documents} documents, ${result.queries} questions, ${result.seconds.toFixed(1)} s`,
  )
  for (const name of ['ndcg_at_10', 'hit_at_5', 'recall_at_10', 'mrr_at_10'] as const)
    console.log(`  ${name.padEnd(13)} ${result[name].toFixed(4)}`)
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
