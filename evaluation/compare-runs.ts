import { comparePaired } from './paired-test.ts'

/** The scores of one question by measure; a measure that a question does not have is left out. */
export interface RunQuestion {
  readonly id: string
  readonly scores: Readonly<Record<string, number>>
}

/** How a run differs from one before, by one measure, on the questions that both have. */
export interface MeasureChange {
  readonly measure: string
  readonly questions: number
  readonly before: number
  readonly after: number
  /** After less before, with the interval that holds it with 95 % (bootstrap over the questions). */
  readonly difference: number
  readonly low: number
  readonly high: number
  /** How often a difference as large would come by chance; see `comparePaired`. */
  readonly p: number
}

const RESAMPLES = 2_000

/** Compare two runs of the same set, question by question. The same runs always give the same figures. */
export function compareRuns(before: readonly RunQuestion[], after: readonly RunQuestion[]): readonly MeasureChange[] {
  const earlier = new Map(before.map(({ id, scores }) => [id, scores]))
  const measures = [...new Set(after.flatMap(({ scores }) => Object.keys(scores)))]
  return measures.flatMap((measure) => {
    const pairs = after.flatMap(({ id, scores }) => {
      const [old, now] = [earlier.get(id)?.[measure], scores[measure]]
      return old === undefined || now === undefined ? [] : [{ old, now }]
    })
    return pairs.length === 0 ? [] : [changeOf(measure, pairs)]
  })
}

/** The changes for the worse that are hardly chance. */
export function losses(changes: readonly MeasureChange[]): readonly MeasureChange[] {
  return changes.filter(({ difference, p }) => difference < 0 && p < 0.05)
}

function changeOf(measure: string, pairs: readonly { readonly old: number; readonly now: number }[]): MeasureChange {
  const [old, now] = [pairs.map((pair) => pair.old), pairs.map((pair) => pair.now)]
  const { difference, p } = comparePaired(old, now)
  const differences = pairs.map((pair) => pair.now - pair.old)
  const [low, high] = interval(differences)
  return { measure, questions: pairs.length, before: mean(old), after: mean(now), difference, low, high, p }
}

/** The middle 95 % of the means of samples with replacement (Efron 1979). */
function interval(differences: readonly number[]): readonly [number, number] {
  let state = differences.length
  const next = () => {
    // A linear congruential generator: enough to draw questions, and the same in every run.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0
    for (let n = 0; n < differences.length; n++) sum += differences[Math.floor(next() * differences.length)] ?? 0
    return sum / differences.length
  }).toSorted((one, other) => one - other)
  return [means[Math.floor(RESAMPLES * 0.025)] ?? 0, means[Math.ceil(RESAMPLES * 0.975) - 1] ?? 0]
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
}
