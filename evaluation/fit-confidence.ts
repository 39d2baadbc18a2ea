/**
 * Fits the confidence of answers on judged answers, and says what it is worth on answers that were held out.
 *
 *   npx footnote eval --answers squad.jsonl …/squad-dev     (once per set)
 *   node evaluation/fit-confidence.ts squad.jsonl obliqa.jsonl [--check other.jsonl …] > src/orchestration/confidence-weights.json
 *
 * Learned from: answers to answerable questions whose id falls into the first half by its hash, every set with the same say.
 * Measured on the other half, and on all answers of the files after `--check`. Figures go to standard error.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { expectedCalibrationError, type Judged } from './calibration.ts'
import { fitLogistic, type LogisticFit } from './fit-logistic.ts'

const SHARE_LEARNED_FROM = 0.5
const FEATURES = ['coverage', 'exact', 'pairs', 'margin', 'length'] as const
const Line = z.object({
  set: z.string(),
  id: z.string(),
  isAnswerable: z.boolean(),
  answer: z.object({ right: z.boolean(), features: z.record(z.string(), z.number()) }).nullable(),
})
interface Known {
  readonly set: string
  readonly id: string
  readonly features: readonly number[]
  readonly right: boolean
}

const [fittedOn, checked] = splitAt(process.argv.slice(2), '--check')
const sets = fittedOn.map(readAnswers)
const examples = sets.flatMap((answers) => {
  const learned = answers.filter(({ id }) => isLearnedFrom(id))
  return learned.map(({ features, right }) => ({ features, right, weight: 1 / learned.length }))
})
const fit = fitLogistic(examples, FEATURES.length)
for (const answers of sets)
  report(
    'held out',
    answers.filter(({ id }) => !isLearnedFrom(id)),
  )
for (const file of checked) report('never seen', readAnswers(file))
console.log(JSON.stringify(describe(fit), null, 2))

function readAnswers(file: string): readonly Known[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.flatMap((line) => {
    const { set, id, isAnswerable, answer } = Line.parse(JSON.parse(line))
    if (!isAnswerable || answer === null) return []
    return [{ set, id, right: answer.right, features: FEATURES.map((name) => answer.features[name] ?? 0) }]
  })
}

function isLearnedFrom(id: string): boolean {
  const hash = createHash('sha256').update(id).digest().readUInt32BE(0)
  return hash / 2 ** 32 < SHARE_LEARNED_FROM
}

function report(kind: string, answers: readonly Known[]): void {
  const judged: Judged[] = answers.map(({ features, right }) => ({ confidence: probability(features), right }))
  const right = answers.filter((answer) => answer.right).length / Math.max(1, answers.length)
  const mean = judged.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(1, judged.length)
  const error = expectedCalibrationError(judged)
  console.error(
    `${answers[0]?.set} (${kind}, ${answers.length} answers): calibration error ${error.toFixed(3)}, mean confidence ${mean.toFixed(3)}, right ${right.toFixed(3)}`,
  )
}

function probability(features: readonly number[]): number {
  const sum = features.reduce((total, value, n) => total + value * (fit.weights[n] ?? 0), fit.bias)
  return 1 / (1 + Math.exp(-sum))
}

function describe({ bias, weights }: LogisticFit) {
  const rounded = (value: number) => Math.round(value * 1_000) / 1_000
  return {
    fitted_by: 'node evaluation/fit-confidence.ts',
    data: `${sets.map(([first]) => first?.set).join(', ')}: half of the answerable questions, by the hash of their ids`,
    bias: rounded(bias),
    weights: Object.fromEntries(FEATURES.map((name, n) => [name, rounded(weights[n] ?? 0)])),
  }
}

function splitAt(all: readonly string[], mark: string): readonly [readonly string[], readonly string[]] {
  const at = all.indexOf(mark)
  return at === -1 ? [all, []] : [all.slice(0, at), all.slice(at + 1)]
}
