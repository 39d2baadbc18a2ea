/** Features of an answer and whether it was right; `weight` is its say. */
export interface Example {
  readonly features: readonly number[]
  readonly right: boolean
  readonly weight: number
}

export interface LogisticFit {
  readonly bias: number
  readonly weights: readonly number[]
}

/** Keeps weights finite where a feature tells everything; too small to move the others. */
const PENALTY = 1e-4
const STEPS = 4_000
/** Of Adam (Kingma and Ba 2015). */
const [STEP_SIZE, MEAN_DECAY, SQUARE_DECAY, TINY] = [0.02, 0.9, 0.999, 1e-8]

/** Fit a logistic regression by gradient descent (Adam). The same examples give the same weights. */
export function fitLogistic(examples: readonly Example[], features: number): LogisticFit {
  const say = examples.reduce((sum, { weight }) => sum + weight, 0)
  const parameters = new Float64Array(features + 1)
  const [means, squares] = [new Float64Array(features + 1), new Float64Array(features + 1)]
  for (let step = 1; step <= STEPS; step++) {
    const gradient = parameters.map((value, n) => (n === features ? 0 : PENALTY * value))
    for (const { features: row, right, weight } of examples) {
      const error = ((probability(row, parameters) - (right ? 1 : 0)) * weight) / say
      row.forEach((value, n) => {
        gradient[n] = (gradient[n] ?? 0) + error * value
      })
      gradient[features] = (gradient[features] ?? 0) + error
    }
    gradient.forEach((value, n) => {
      means[n] = MEAN_DECAY * (means[n] ?? 0) + (1 - MEAN_DECAY) * value
      squares[n] = SQUARE_DECAY * (squares[n] ?? 0) + (1 - SQUARE_DECAY) * value * value
      const mean = (means[n] ?? 0) / (1 - MEAN_DECAY ** step)
      const square = (squares[n] ?? 0) / (1 - SQUARE_DECAY ** step)
      parameters[n] = (parameters[n] ?? 0) - (STEP_SIZE * mean) / (Math.sqrt(square) + TINY)
    })
  }
  return { bias: parameters[features] ?? 0, weights: Array.from(parameters.subarray(0, features)) }
}

function probability(row: readonly number[], parameters: Float64Array): number {
  const sum = row.reduce((total, value, n) => total + value * (parameters[n] ?? 0), parameters[row.length] ?? 0)
  return 1 / (1 + Math.exp(-sum))
}
