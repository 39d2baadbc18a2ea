import { HIGH_CONFIDENCE, MEDIUM_CONFIDENCE } from '../contracts/orchestration.ts'
import type { ConfidenceSignals } from './confidence-signals.ts'
import fitted from './confidence-weights.json' with { type: 'json' }

/** What is fitted. The support of a model's sentences multiplies instead: quotes always have all of it. */
export type ConfidenceFeature = Exclude<keyof ConfidenceSignals, 'support'>

/** Three decimals: more would pretend a precision that no fit has. */
const DECIMALS = 1_000

/**
 * How likely it is that the answer holds what was asked, 0 to 1: a logistic regression over what the search and the quoted
 * words tell, times the support of the sentences. Fitted on quoted answers to questions that the library does answer (see
 * docs/answer-quality.md); a model's answer is judged by the same signals of the passages it cites.
 */
export function confidenceOf(signals: ConfidenceSignals): number {
  const features = featuresOf(signals)
  const weights = Object.entries(fitted.weights) as [ConfidenceFeature, number][]
  const sum = weights.reduce((total, [name, weight]) => total + weight * features[name], fitted.bias)
  return Math.round((limit(signals.support) * DECIMALS) / (1 + Math.exp(-sum))) / DECIMALS
}

/** The features as they are fitted: the length of the question by its logarithm, the others 0 to 1. */
export function featuresOf({
  coverage,
  exact,
  pairs,
  margin,
  length,
}: ConfidenceSignals): Record<ConfidenceFeature, number> {
  return {
    coverage: limit(coverage),
    exact: limit(exact),
    pairs: limit(pairs),
    margin: limit(margin),
    length: Number.isFinite(length) ? Math.log(1 + Math.max(0, length)) : 0,
  }
}

/** The colour a confidence is shown in. */
export function confidenceLevelOf(confidence: number): 'high' | 'medium' | 'low' {
  if (confidence >= HIGH_CONFIDENCE) return 'high'
  return confidence >= MEDIUM_CONFIDENCE ? 'medium' : 'low'
}

function limit(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0
}
