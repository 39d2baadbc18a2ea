import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import type { RankedPassage, Retrieval } from '../contracts/retrieval.ts'
import type { Analyser } from '../language/analyser.ts'
import type { Database } from '../platform/database/database.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { SearchIndex } from '../platform/search-index/search-index.ts'
import { evidenceOf } from './evidence.ts'
import { findCandidates } from './find-candidates.ts'
import type { FusedHit } from './fuse-scores.ts'
import { createPassageReader } from './read-passage.ts'
import { relevanceScore, type Support } from './relevance-score.ts'
import { type Candidate, type RankedCandidate, rerank } from './rerank.ts'
import { scopeOf } from './search-scope.ts'
import { selectPassages } from './select-passages.ts'
import { type VisiblePassage, visiblePassages } from './visible-passages.ts'

/** Candidates that are re-ranked. A right passage further down is rare, and each costs a look into its text. */
const RERANKED_CANDIDATES = 50

export interface RetrievalDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly analyser: Analyser
  /** Name of the index generation that is searched (see `generationName`). */
  readonly generation: string
}

/** Finds the passages that answer a question, among those the asking principal may read. */
export function createRetrieval(dependencies: RetrievalDependencies): Retrieval {
  const { database, embedder, analyser, generation } = dependencies
  const read = createPassageReader(analyser)

  return {
    search: async ({ query, filters, top_k }, { principal, signal }) => {
      if (query.trim() === '') throw problem('query-empty', 'Ask a question.')
      const partition = { tenantId: principal.tenant_id, generation }
      const scope = scopeOf(principal, filters)
      const { question, fused } = await findCandidates(dependencies, query, partition, scope, signal)
      const candidates = await visibleCandidates(database, fused, principal, signal)
      const ranked = await rerank(question, candidates, read, analyser.stem)
      signal.throwIfAborted()
      const evidence = evidenceOf(question, ranked)
      const similarities = ranked.flatMap(({ hit }) => hit.vector ?? [])
      const similarity = embedder.strength === 'strong' ? Math.max(0, ...similarities) : null
      const support = { strength: evidence.strength, similarity }
      const passages = selectPassages(ranked, top_k).map((candidate) => toRankedPassage(candidate, support))
      return { passages, evidence, generation }
    },
  }
}

/** The best hits that the registry lets through; further hits take the place of those it holds back. */
async function visibleCandidates(
  database: Database,
  hits: readonly FusedHit[],
  principal: Principal,
  signal: AbortSignal,
): Promise<readonly Candidate<VisiblePassage>[]> {
  const found: Candidate<VisiblePassage>[] = []
  for (let start = 0; start < hits.length && found.length < RERANKED_CANDIDATES; start += RERANKED_CANDIDATES) {
    signal.throwIfAborted()
    const next = hits.slice(start, start + RERANKED_CANDIDATES)
    const ids = next.map((hit) => hit.passageId)
    const visible = await visiblePassages(database, ids, principal)
    for (const hit of next) {
      const passage = visible.get(hit.passageId)
      if (passage !== undefined) found.push({ hit, passage })
    }
  }
  return found.slice(0, RERANKED_CANDIDATES)
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
