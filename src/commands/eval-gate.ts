import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type MeasureChange, type RunQuestion } from '../../evaluation/compare-runs.ts'
import type { JudgedAnswer } from '../../evaluation/judge-answers.ts'
import type { QuestionScores } from '../../evaluation/run-set.ts'

const RESULTS = 'eval_results.jsonl'
const SUMMARY = 'summary.json'

const SavedQuestion = z.object({ id: z.string(), scores: z.record(z.string(), z.number()) })

/** A figure that a run must reach: `hit_at_5=0.85`. */
export interface Floor {
  readonly measure: string
  readonly least: number
}

/** The floors of a command line, `hit_at_5=0.85,right=0.6`. Throws with one sentence on what does not fit. */
export function readFloors(text: string): readonly Floor[] {
  return text.split(',').map((part) => {
    const [measure = '', value = ''] = part.split('=').map((word) => word.trim())
    const least = value === '' ? Number.NaN : Number(value)
    if (measure === '' || !Number.isFinite(least))
      throw new Error(`"${part}" is no floor; write for example --fail-below hit_at_5=0.85,right=0.6`)
    return { measure, least }
  })
}

/** The floors that a run does not reach, a sentence each. A figure that the run does not have is not reached. */
export function missedFloors(floors: readonly Floor[], figures: Readonly<Record<string, unknown>>): readonly string[] {
  return floors.flatMap(({ measure, least }) => {
    const figure = figures[measure]
    if (typeof figure !== 'number')
      return [`${measure} was not measured; there are ${Object.keys(figures).join(', ')}.`]
    return figure >= least ? [] : [`${measure} is ${figure.toFixed(4)}, below ${least}.`]
  })
}

/** The scores of every question: of its ranking, and whether its answer was right (1) or not (0). */
export function questionsOf(
  rankings: readonly QuestionScores[],
  judged: readonly JudgedAnswer[],
): readonly RunQuestion[] {
  const rightOf = new Map(
    judged.filter(({ isAnswerable }) => isAnswerable).map(({ id, answer }) => [id, answer?.right === true ? 1 : 0]),
  )
  return rankings.map(({ id, ...scores }) => {
    const right = rightOf.get(id)
    return { id, scores: right === undefined ? scores : { ...scores, right } }
  })
}

/** Keep a run: a line of JSON per question, and the figures of the whole. */
export async function saveRun(folder: string, questions: readonly RunQuestion[], summary: object): Promise<void> {
  await saveResults(folder, questions.map((question) => `${JSON.stringify(question)}\n`).join(''), summary)
}

/** Keep a run whose lines are written already. */
export async function saveResults(folder: string, lines: string, summary: object): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, RESULTS), lines)
  await writeFile(join(folder, SUMMARY), `${JSON.stringify(summary, null, 2)}\n`)
}

/** The questions of a run that was kept. Throws with one sentence where there is none. */
export async function readRun(folder: string): Promise<readonly RunQuestion[]> {
  const text = await readFile(join(folder, RESULTS), 'utf8').catch(() => null)
  if (text === null) throw new Error(`${folder} holds no ${RESULTS}; keep a run with --out first.`)
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => SavedQuestion.parse(JSON.parse(line)))
}

/** A change in one line, with its interval and whether it may be chance. */
export function describeChange({ measure, before, after, difference, low, high, p }: MeasureChange): string {
  if (difference === 0) return `  ${measure.padEnd(13)} ${after.toFixed(4)}, as before`
  const signed = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(4)}`
  const chance = p < 0.05 ? '' : ', may be chance'
  return `  ${measure.padEnd(13)} ${before.toFixed(4)} -> ${after.toFixed(4)}  ${signed(difference)} (95 %: ${signed(low)} to ${signed(high)}, p ${p.toFixed(4)}${chance})`
}
