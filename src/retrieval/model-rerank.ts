import { indexedText } from '../language/indexed-text.ts'
import type { Reranker } from '../platform/reranker/reranker.ts'
import { within } from './query-vectors.ts'
import { type RankedCandidate, toUnitRange } from './rerank.ts'

/** Candidates that the model reads: what stands further down hardly ever belongs among the first five, and each costs time. */
const JUDGED_CANDIDATES = 20
/** Share of the model in the new order. Neither decides alone: a model may be weak in the language or field of the documents. */
const MODEL_SHARE = 0.5
/** Then the order stays as it is. */
const LONGEST_WAIT_IN_MS = 1_500

interface Readable {
  readonly title: string
  readonly heading: readonly string[]
  readonly text: string
}

export interface ModelRanking<P> {
  readonly ranked: readonly RankedCandidate<P>[]
  /** The model failed or was late. */
  readonly isSkipped: boolean
}

/**
 * Let the configured model, if there is one, put the best candidates in a new order. Candidates change places and the
 * scores stay where they were, so that what a score means does not depend on the model.
 */
export async function modelRerank<P extends Readable>(
  reranker: Reranker | null,
  query: string,
  ranked: readonly RankedCandidate<P>[],
  signal: AbortSignal,
  longestWaitInMs = LONGEST_WAIT_IN_MS,
): Promise<ModelRanking<P>> {
  if (reranker === null || ranked.length < 2) return { ranked, isSkipped: false }
  const judged = ranked.slice(0, JUDGED_CANDIDATES)
  const texts = judged.map(({ passage }) => indexedText(passage))
  try {
    const scores = await within(longestWaitInMs, signal, (both) => reranker.score(query, texts, both))
    return { ranked: [...inNewOrder(judged, scores), ...ranked.slice(JUDGED_CANDIDATES)], isSkipped: false }
  } catch {
    signal.throwIfAborted()
    return { ranked, isSkipped: true }
  }
}

function inNewOrder<P>(
  judged: readonly RankedCandidate<P>[],
  modelScores: readonly number[],
): readonly RankedCandidate<P>[] {
  const byRules = toUnitRange(judged.map(({ score }) => score))
  const byModel = toUnitRange(modelScores)
  const blended = judged.map((candidate, n) => ({
    candidate,
    score: (1 - MODEL_SHARE) * (byRules[n] ?? 0) + MODEL_SHARE * (byModel[n] ?? 0),
  }))
  // Sorting is stable: equal ones keep the order of the rules.
  const order = blended.toSorted((a, b) => b.score - a.score)
  return order.map(({ candidate: { hit, passage, score, features, coverage, bestTwoSentences } }, place) => ({
    hit,
    passage,
    score: judged[place]?.score ?? score,
    features,
    coverage,
    bestTwoSentences,
  }))
}
