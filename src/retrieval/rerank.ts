import { setImmediate } from 'node:timers/promises'
import type { FusedHit } from './fuse-scores.ts'
import { FEATURES, lexicalFeatures } from './lexical-features.ts'
import type { Question } from './question.ts'
import type { ReadPassage } from './read-passage.ts'
import weights from './reranker-weights.json' with { type: 'json' }

/** Share of the re-ranker's score; with half of the first stage's it was never worse than BM25 by more than noise on nine sets. */
const RERANKED_SHARE = 0.5
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
  readonly coverage: number
  readonly bestTwoSentences: number
}

/**
 * Put candidates in order by how their sentences match the question: a linear model over twelve features, blended with
 * the score of the first stage. `read` takes a passage apart; `stem` is the analyser's.
 */
export async function rerank<P>(
  question: Question,
  candidates: readonly Candidate<P>[],
  read: (passage: P) => ReadPassage,
  stem: (word: string) => string,
): Promise<readonly RankedCandidate<P>[]> {
  const bestLexical = Math.max(0, ...candidates.map(({ hit }) => hit.lexical ?? 0))
  // A passage the vector search did not list is at most as near as the last one it listed.
  const leastVector = Math.min(...candidates.map(({ hit }) => hit.vector ?? Infinity))
  const unlistedVector = Number.isFinite(leastVector) ? leastVector : 0
  const judged = []
  for (const [n, candidate] of candidates.entries()) {
    if (n % PASSAGES_PER_TURN === PASSAGES_PER_TURN - 1) await setImmediate()
    const { lexical, vector, fused } = candidate.hit
    const first = { lexical: lexical ?? 0, bestLexical, vector: vector ?? unlistedVector, fused }
    judged.push({ candidate, fused, features: lexicalFeatures(question, read(candidate.passage), first, stem) })
  }
  const fused = toUnitRange(judged.map((each) => each.fused))
  const reranked = toUnitRange(judged.map(({ features }) => weightedSum(features.values)))
  return judged
    .map(({ candidate: { hit, passage }, features }, n) => ({
      hit,
      passage,
      score: (1 - RERANKED_SHARE) * (fused[n] ?? 0) + RERANKED_SHARE * (reranked[n] ?? 0),
      coverage: features.coverage,
      bestTwoSentences: features.bestTwoSentences,
    }))
    .sort((a, b) => b.score - a.score || (a.hit.passageId < b.hit.passageId ? -1 : 1))
}

function weightedSum(values: readonly number[]): number {
  return values.reduce((sum, value, n) => sum + value * weightOf(n), 0)
}

function weightOf(feature: number): number {
  const name = FEATURES[feature]
  return name === undefined ? 0 : weights[name]
}

/** The least becomes 0, the largest 1; equal numbers all become 1. */
function toUnitRange(numbers: readonly number[]): readonly number[] {
  const least = Math.min(...numbers)
  const range = Math.max(...numbers) - least
  return numbers.map((number) => (range > 0 ? (number - least) / range : 1))
}
