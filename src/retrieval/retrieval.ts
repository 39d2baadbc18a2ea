import { problem } from '../contracts/errors.ts'
import type { RankedPassage, Retrieval, SkippedPart } from '../contracts/retrieval.ts'
import type { Analysers } from '../language/analyser.ts'
import { visibleText } from '../language/visible-text.ts'
import { words } from '../language/words.ts'
import type { Database } from '../platform/database/database.ts'
import type { EmbeddingModel, WordVectors } from '../platform/embedding-model/embedding-model.ts'
import type { ActiveGenerations } from '../platform/index-generations/active-generation.ts'
import type { ModelCheck } from '../platform/index-generations/model-check.ts'
import type { Reranker } from '../platform/reranker/reranker.ts'
import type { SearchIndex } from '../platform/search-index/search-index.ts'
import { confirmUnderstood } from './confirm-understood.ts'
import { evidenceOf } from './evidence.ts'
import { explainSearch } from './explain-search.ts'
import { matchedTerms } from './matched-terms.ts'
import { modelRerank } from './model-rerank.ts'
import { createQueryVectors } from './query-vectors.ts'
import { createPassageReader } from './read-passage.ts'
import { relevanceScore, type Support } from './relevance-score.ts'
import { type RankedCandidate, rerank } from './rerank.ts'
import { createReusableSearches, type ReusableSearchesDependencies } from './reusable-searches.ts'
import { searchAsWritten, searchQuestion } from './search-question.ts'
import { selectPassages } from './select-passages.ts'
import type { VisiblePassage } from './visible-passages.ts'

export interface RetrievalDependencies extends ReusableSearchesDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly analysers: Analysers
  /** The built-in word vectors, which compare sentences and know frequent words, whatever the embedder is. */
  readonly wordVectors: WordVectors
  /** Puts the best passages in their final order; null or left out where none is configured. */
  readonly reranker?: Reranker | null
  /** Which index generation of a tenant is searched. */
  readonly generationOf: ActiveGenerations
  /** Whether the embedding model is still the one that built a generation; left out where it cannot be another. */
  readonly modelCheck?: ModelCheck
}

/** Finds the passages that answer a question, among those the asking principal may read. */
export function createRetrieval(dependencies: RetrievalDependencies): Retrieval {
  const { database, embedder, analysers, reranker = null, generationOf, modelCheck } = dependencies
  const read = createPassageReader(dependencies.wordVectors)
  const reusable = createReusableSearches(dependencies)
  const sources = { ...dependencies, queryVectors: createQueryVectors(embedder), read }

  return {
    search: async ({ query: asked, filters, top_k, interpret = true, explain = false }, context) => {
      const { principal, signal } = context
      const query = visibleText(asked)
      if (words(query).length === 0) throw problem('query-empty', 'Write a question of at least one word.')
      const search = interpret ? searchQuestion : searchAsWritten
      // Looked up once: a search ends on the generation it began with, whatever becomes active meanwhile.
      const generation = await generationOf(principal.tenant_id)
      const reuse = await reusable(generation, context)
      const isChanged = (await modelCheck?.({ tenantId: principal.tenant_id, generation })) === 'changed'
      // The vectors of another model would be near to anything: better found by words alone.
      const vectors = isChanged ? { queryVectors: async () => null } : {}
      const searched = await search(
        { ...sources, ...vectors, generation, reuse },
        { query, filters },
        principal,
        signal,
      )
      const { question, candidates, vector, isWithoutVector } = searched.found
      const byRules = await rerank(question, candidates, sources, signal)
      const { ranked, isSkipped } = await modelRerank(reranker, question.text, byRules, signal)
      signal.throwIfAborted()
      const evidence = evidenceOf(question, ranked, { hasVectorHits: vector.length > 0 })
      const similarities = ranked.flatMap(({ hit }) => hit.vector ?? [])
      const similarity = embedder.strength === 'strong' ? Math.max(0, ...similarities) : null
      const support = { strength: evidence.strength, similarity }
      const { stem } = analysers.of(question.language)
      const selected = selectPassages(
        ranked.map((candidate) => toRankedPassage(candidate, support)),
        top_k,
      )
      const passages = selected.map((passage) =>
        Object.assign(passage, { matches: matchedTerms(passage.text, question.weights, stem) }),
      )
      const understood = confirmUnderstood(searched, passages)
      const degraded: SkippedPart[] = [
        ...(isWithoutVector ? (['vector'] as const) : []),
        ...(isChanged ? (['changed_model'] as const) : []),
        ...(isSkipped ? (['rerank'] as const) : []),
      ]
      const found = {
        passages,
        evidence,
        generation,
        understood,
        readings: [...searched.readings],
        ...(degraded.length > 0 ? { degraded } : {}),
      }
      if (explain === false) return found
      const ids = explain === true ? [] : explain.passage_ids
      return { ...found, explanation: await explainSearch(database, { searched, ranked, selected }, ids, principal) }
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
    matches: [],
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
