import { problem } from '../contracts/errors.ts'
import type { RankedPassage, Retrieval, SkippedPart } from '../contracts/retrieval.ts'
import type { Analysers } from '../language/analyser.ts'
import type { Database } from '../platform/database/database.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { Reranker } from '../platform/reranker/reranker.ts'
import type { SearchIndex } from '../platform/search-index/search-index.ts'
import { evidenceOf } from './evidence.ts'
import { findCandidates } from './find-candidates.ts'
import { modelRerank } from './model-rerank.ts'
import { createQueryVectors } from './query-vectors.ts'
import { createPassageReader } from './read-passage.ts'
import { relevanceScore, type Support } from './relevance-score.ts'
import { type RankedCandidate, rerank } from './rerank.ts'
import { scopeOf } from './search-scope.ts'
import { selectPassages } from './select-passages.ts'
import { visibleCandidates } from './visible-candidates.ts'
import type { VisiblePassage } from './visible-passages.ts'

export interface RetrievalDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly analysers: Analysers
  /** The built-in word vectors, which compare sentences whatever the embedder is. */
  readonly wordVectors: EmbeddingModel
  /** Puts the best passages in their final order; null or left out where none is configured. */
  readonly reranker?: Reranker | null
  /** Name of the index generation that is searched (see `generationName`). */
  readonly generation: string
}

/** Finds the passages that answer a question, among those the asking principal may read. */
export function createRetrieval(dependencies: RetrievalDependencies): Retrieval {
  const { database, embedder, reranker = null, generation } = dependencies
  const sources = { ...dependencies, queryVectors: createQueryVectors(embedder) }
  const reranking = { ...dependencies, read: createPassageReader(dependencies.wordVectors) }

  return {
    search: async ({ query, filters, top_k }, { principal, signal }) => {
      if (query.trim() === '') throw problem('query-empty', 'Ask a question.')
      const partition = { tenantId: principal.tenant_id, generation }
      const scope = scopeOf(principal, filters)
      const { question, fused, isWithoutVector } = await findCandidates(sources, query, partition, scope, signal)
      const candidates = await visibleCandidates(database, fused, principal, signal)
      const byRules = await rerank(question, candidates, reranking, signal)
      const { ranked, isSkipped } = await modelRerank(reranker, query, byRules, signal)
      signal.throwIfAborted()
      const evidence = evidenceOf(question, ranked)
      const similarities = ranked.flatMap(({ hit }) => hit.vector ?? [])
      const similarity = embedder.strength === 'strong' ? Math.max(0, ...similarities) : null
      const support = { strength: evidence.strength, similarity }
      const passages = selectPassages(
        ranked.map((candidate) => toRankedPassage(candidate, support)),
        top_k,
      )
      const degraded: SkippedPart[] = [
        ...(isWithoutVector ? (['vector'] as const) : []),
        ...(isSkipped ? (['rerank'] as const) : []),
      ]
      return { passages: [...passages], evidence, generation, ...(degraded.length > 0 ? { degraded } : {}) }
    },
  }
}

function toRankedPassage(
  { passage, hit, score, coverage, bestTwoSentences }: RankedCandidate<VisiblePassage>,
  support: Support,
): RankedPassage {
  return {
    passage_id: passage.id,
    document_id: passage.documentId,
    version: passage.version,
    title: passage.title,
    source: passage.source,
    external_id: passage.externalId,
    media_type: passage.mediaType,
    page: passage.page,
    page_end: passage.pageEnd,
    heading: [...passage.heading],
    start: passage.start,
    end: passage.end,
    text: passage.text,
    suspicious: passage.suspicious,
    relevance_score: relevanceScore(score, support),
    scores: {
      lexical: hit.lexical,
      vector: hit.vector,
      fused: hit.fused,
      coverage,
      best_sentences: bestTwoSentences,
    },
  }
}
