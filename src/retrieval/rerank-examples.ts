import type { CallContext } from '../contracts/call-context.ts'
import { findCandidates } from './find-candidates.ts'
import { createQueryVectors } from './query-vectors.ts'
import { createPassageReader } from './read-passage.ts'
import { judgeCandidates, scaleFeatures } from './rerank.ts'
import type { RetrievalDependencies } from './retrieval.ts'
import { scopeOf } from './search-scope.ts'
import { visibleCandidates } from './visible-candidates.ts'

/** A candidate as the re-ranker sees it before it weighs the features. */
export interface RerankExample {
  readonly externalId: string
  /** Score of the first stage, 0 to 1. */
  readonly fused: number
  /** The features, each 0 to 1 among the candidates of the question, in the order of `FEATURES`. */
  readonly features: readonly number[]
}

/** Finds the candidates of a question and takes their features, for learning the weights of the re-ranker. */
export function createExampleSource(
  dependencies: RetrievalDependencies,
): (query: string, context: CallContext) => Promise<readonly RerankExample[]> {
  const sources = { ...dependencies, queryVectors: createQueryVectors(dependencies.embedder) }
  const reranking = { ...dependencies, read: createPassageReader(dependencies.wordVectors) }
  return async (query, { principal, signal }) => {
    const generation = await dependencies.generationOf(principal.tenant_id)
    const partition = { tenantId: principal.tenant_id, generation }
    const scope = scopeOf(principal, undefined)
    const { question, fused } = await findCandidates(sources, query, partition, scope, signal)
    const { candidates } = await visibleCandidates(dependencies.database, fused, principal, () => true, signal)
    const judged = await judgeCandidates(question, candidates, reranking, signal)
    const scaled = scaleFeatures(judged.map(({ values }) => values))
    return candidates.map(({ hit, passage }, n) => ({
      externalId: passage.externalId,
      fused: hit.fused,
      features: scaled[n] ?? [],
    }))
  }
}
