import { HIGH_CONFIDENCE, MEDIUM_CONFIDENCE } from '../contracts/orchestration.ts'

/** What is known about how well an answer is founded, each 0 to 1 except the strength. */
export interface ConfidenceSignals {
  /** BM25 score of the best passage divided by the weight of the question. */
  readonly strength: number
  /** Share of the question's weight that the quoted words hold. */
  readonly coverage: number
  /** Share of the lexical top five that the vector search found as well; null when it searched for nothing. */
  readonly agreement: number | null
  /** Mean share of the sentences' terms that their evidence holds; 1 for quotes. */
  readonly support: number
}

/** From this strength on more tells nothing: three of four answerable questions of the measured sets reach it. */
const FULL_STRENGTH = 1
/** An answer whose every sentence was found in a passage starts here. */
const BASE = 0.15
const WEIGHT_OF_COVERAGE = 0.45
const WEIGHT_OF_STRENGTH = 0.3
const WEIGHT_OF_AGREEMENT = 0.1
/** Three decimals: more would pretend a precision that a heuristic does not have. */
const DECIMALS = 1_000

/**
 * How well an answer is founded, 0 to 1. A heuristic until it is calibrated against judged answers: it orders answers,
 * it is not the probability that one is right. A signal that is not known leaves its weight to the others, in proportion:
 * questions in a language that the embedding model does not know are no worse founded for it.
 */
export function confidenceOf({ strength, coverage, agreement, support }: ConfidenceSignals): number {
  const signals = [
    { weight: WEIGHT_OF_COVERAGE, value: coverage },
    { weight: WEIGHT_OF_STRENGTH, value: strength / FULL_STRENGTH },
    ...(agreement === null ? [] : [{ weight: WEIGHT_OF_AGREEMENT, value: agreement }]),
  ]
  const known = signals.reduce((sum, { weight }) => sum + weight, 0)
  const mean = signals.reduce((sum, { weight, value }) => sum + weight * limit(value), 0) / known
  const founded = BASE + (1 - BASE) * mean
  return Math.round(limit(support) * founded * DECIMALS) / DECIMALS
}

/** The colour a confidence is shown in. */
export function confidenceLevelOf(confidence: number): 'high' | 'medium' | 'low' {
  if (confidence >= HIGH_CONFIDENCE) return 'high'
  return confidence >= MEDIUM_CONFIDENCE ? 'medium' : 'low'
}

function limit(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0
}
