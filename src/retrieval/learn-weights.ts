import { FEATURES, type Feature } from './features/features-of.ts'

/** The candidates of one question: their scaled features, and which of them answer it. */
export interface Lesson {
  readonly features: readonly (readonly number[])[]
  readonly right: readonly boolean[]
}

export type RerankerWeights = Readonly<Record<Feature, number>>

/** Pulls weights to zero; without it, features that say nearly the same get large weights of opposite signs. */
const PENALTY = 1e-3
const STEPS = 250
const STEP_SIZE = 0.08
/** Of Adam (Kingma and Ba 2015). */
const [MEAN_DECAY, SQUARE_DECAY, TINY] = [0.9, 0.999, 1e-8]
/** Questions of a set that are learned from; more of them change the weights hardly. */
const MOST_LESSONS_PER_SET = 300

/**
 * Learn the weights of the re-ranker from sets of questions: softmax cross-entropy over the candidates of each question
 * (ListNet, Cao et al. 2007), every set with the same say, by gradient descent (Adam) over standardised features. Questions
 * whose candidates are all right or all wrong teach nothing and are left out. The same lessons give the same weights.
 */
export function learnWeights(sets: readonly (readonly Lesson[])[]): RerankerWeights {
  const taught = sets.map(evenlyChosen).filter((lessons) => lessons.length > 0)
  const spread = standardDeviations(taught.flat())
  const weights = new Float64Array(FEATURES.length)
  const [means, squares] = [new Float64Array(FEATURES.length), new Float64Array(FEATURES.length)]
  for (let step = 1; step <= STEPS; step++) {
    const gradient = weights.map((weight) => PENALTY * weight)
    for (const lessons of taught) {
      const say = 1 / (lessons.length * taught.length)
      for (const lesson of lessons) addGradient(lesson, weights, spread, say, gradient)
    }
    gradient.forEach((value, n) => {
      means[n] = MEAN_DECAY * (means[n] ?? 0) + (1 - MEAN_DECAY) * value
      squares[n] = SQUARE_DECAY * (squares[n] ?? 0) + (1 - SQUARE_DECAY) * value * value
      const mean = (means[n] ?? 0) / (1 - MEAN_DECAY ** step)
      const square = (squares[n] ?? 0) / (1 - SQUARE_DECAY ** step)
      weights[n] = (weights[n] ?? 0) - (STEP_SIZE * mean) / (Math.sqrt(square) + TINY)
    })
  }
  const named = FEATURES.map((name, n) => [name, (weights[n] ?? 0) / (spread[n] ?? 1)] as const)
  return Object.fromEntries(named) as Record<Feature, number>
}

function evenlyChosen(lessons: readonly Lesson[]): readonly Lesson[] {
  const telling = lessons.filter(({ right }) => right.includes(true) && right.includes(false))
  const every = Math.max(1, telling.length / MOST_LESSONS_PER_SET)
  return telling.filter((_, n) => Math.floor(n / every) !== Math.floor((n - 1) / every))
}

/** Adds d(loss)/d(weights) of one question: the expected features under the model less those of the right candidates. */
function addGradient(
  { features, right }: Lesson,
  weights: Float64Array,
  spread: Float64Array,
  say: number,
  gradient: Float64Array,
): void {
  const scores = features.map((row) =>
    row.reduce((sum, value, n) => sum + (value / (spread[n] ?? 1)) * (weights[n] ?? 0), 0),
  )
  const highest = Math.max(...scores)
  const likelihoods = scores.map((score) => Math.exp(score - highest))
  const total = likelihoods.reduce((sum, likelihood) => sum + likelihood, 0)
  const rightOnes = right.filter(Boolean).length
  features.forEach((row, at) => {
    const error = (likelihoods[at] ?? 0) / total - (right[at] === true ? 1 / rightOnes : 0)
    row.forEach((value, n) => {
      gradient[n] = (gradient[n] ?? 0) + error * say * (value / (spread[n] ?? 1))
    })
  })
}

/** By feature, over all candidates; 1 for a feature that never varies. */
function standardDeviations(lessons: readonly Lesson[]): Float64Array {
  const rows = lessons.flatMap(({ features }) => features)
  return Float64Array.from(FEATURES, (_, n) => {
    const mean = rows.reduce((sum, row) => sum + (row[n] ?? 0), 0) / Math.max(1, rows.length)
    const variance = rows.reduce((sum, row) => sum + ((row[n] ?? 0) - mean) ** 2, 0) / Math.max(1, rows.length)
    return variance > 0 ? Math.sqrt(variance) : 1
  })
}
