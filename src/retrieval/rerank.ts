import { setImmediate } from 'node:timers/promises'
import type { Analysers } from '../language/analyser.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import { FEATURES, featuresOf, type PassageFeatures } from './features/features-of.ts'
import type { FusedHit } from './fuse-scores.ts'
import type { RerankerWeights } from './learn-weights.ts'
import type { Question } from './question.ts'
import { wordingOf } from './question-wording.ts'
import type { PassageReader, PassageText } from './read-passage.ts'
import weights from './reranker-weights.json' with { type: 'json' }

/**
 * Share of the re-ranker's score, the rest is the first stage's. Of 0.5, 0.7 and 0.85 this lost least on any of eight
 * question sets, with weights learned on the other seven.
 */
const RERANKED_SHARE = 0.7
/** Passages judged before other work gets its turn: a few milliseconds. */
const PASSAGES_PER_TURN = 10

/** A passage to be put in order. */
export interface Candidate<P> {
  readonly hit: FusedHit
  readonly passage: P
}

export interface RankedCandidate<P> extends Candidate<P> {
  /** Score by which candidates are ordered, 0 to 1 within one question. */
  readonly score: number
  /** Its features, each 0 to 1 among the candidates of the question, in the order of `FEATURES`. */
  readonly features: readonly number[]
  readonly coverage: number
  readonly bestTwoSentences: number
}

export interface RerankDependencies {
  readonly analysers: Analysers
  readonly wordVectors: EmbeddingModel
  readonly read: PassageReader
}

/** The weights in use, learned with `footnote train reranker`. */
export const RERANKER_WEIGHTS: RerankerWeights = weights

/**
 * Put candidates in order by how their words match the question: a linear model over the features, each brought to 0 to 1
 * among the candidates of the question, blended with the score of the first stage.
 */
export async function rerank<P extends PassageText>(
  question: Question,
  candidates: readonly Candidate<P>[],
  dependencies: RerankDependencies,
  signal: AbortSignal,
): Promise<readonly RankedCandidate<P>[]> {
  const judged = await judgeCandidates(question, candidates, dependencies, signal)
  const scaled = scaleFeatures(judged.map(({ values }) => values))
  const weighed = candidates.map((candidate, n) => ({
    ...candidate,
    fused: candidate.hit.fused,
    features: scaled[n] ?? [],
    coverage: judged[n]?.coverage ?? 0,
    bestTwoSentences: judged[n]?.bestTwoSentences ?? 0,
  }))
  return orderByWeights(weighed, RERANKER_WEIGHTS)
}

/** What the order of a candidate depends on: its first-stage score, and its features scaled within the question. */
export interface Weighable {
  readonly fused: number
  readonly features: readonly number[]
}

/** The candidates of one question, best first, each with its score from 0 to 1; equal ones stay as they were. */
export function orderByWeights<W extends Weighable>(
  candidates: readonly W[],
  by: RerankerWeights,
): readonly (W & { readonly score: number })[] {
  const fused = toUnitRange(candidates.map((candidate) => candidate.fused))
  const reranked = toUnitRange(candidates.map(({ features }) => weightedSum(features, by)))
  return candidates
    .map((candidate, n) => ({
      ...candidate,
      score: (1 - RERANKED_SHARE) * (fused[n] ?? 0) + RERANKED_SHARE * (reranked[n] ?? 0),
    }))
    .sort((a, b) => b.score - a.score)
}

function weightedSum(features: readonly number[], by: RerankerWeights): number {
  return FEATURES.reduce((sum, name, n) => sum + by[name] * (features[n] ?? 0), 0)
}

/** The features of each candidate, in units of their own. */
export async function judgeCandidates<P extends PassageText>(
  question: Question,
  candidates: readonly Candidate<P>[],
  dependencies: RerankDependencies,
  signal: AbortSignal,
): Promise<readonly PassageFeatures[]> {
  // Passages are read in the language of the question, so that the same words give the same terms.
  const analyser = dependencies.analysers.of(question.language)
  const wording = await wordingOf(question.text, { ...dependencies, analyser }, signal)
  // A passage the vector search did not list is at most as near as the last one it listed.
  const leastVector = Math.min(...candidates.map(({ hit }) => hit.vector ?? Infinity))
  const unlistedVector = Number.isFinite(leastVector) ? leastVector : 0
  const judged: PassageFeatures[] = []
  for (const { hit, passage } of candidates) {
    if (judged.length % PASSAGES_PER_TURN === PASSAGES_PER_TURN - 1) await setImmediate()
    const first = { lexical: hit.lexical ?? 0, vector: hit.vector ?? unlistedVector }
    judged.push(featuresOf(question, wording, await dependencies.read(passage, analyser, signal), first))
  }
  return judged
}

/**
 * Bring every feature to 0 (the least) to 1 (the most) among the candidates of one question, 0 where all are equal: what
 * counts is who matches better, and questions of all lengths and libraries of all sizes then look alike.
 */
export function scaleFeatures(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const ranges = FEATURES.map((_, n) => {
    const column = rows.map((row) => row[n] ?? 0)
    return { least: Math.min(...column), range: Math.max(...column) - Math.min(...column) }
  })
  return rows.map((row) => ranges.map(({ least, range }, n) => (range > 0 ? ((row[n] ?? 0) - least) / range : 0)))
}

/** The least becomes 0, the largest 1; equal numbers all become 1. */
export function toUnitRange(numbers: readonly number[]): readonly number[] {
  const least = Math.min(...numbers)
  const range = Math.max(...numbers) - least
  return numbers.map((number) => (range > 0 ? (number - least) / range : 1))
}
