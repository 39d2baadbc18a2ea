import type { Analyser } from '../language/analyser.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { IndexHit, IndexPartition, SearchIndex, SearchScope } from '../platform/search-index/search-index.ts'
import { type FusedHit, fuseScores } from './fuse-scores.ts'
import { type Question, questionTerms, weighTerms } from './question.ts'

/** Hits taken from each search; what neither lists among its first hundred hardly ever ends among the first five. */
const HITS_PER_SEARCH = 100

export interface CandidateSources {
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly analyser: Analyser
}

/** What both searches found for a question, joined and best first. */
export interface Candidates {
  readonly question: Question
  readonly lexical: readonly IndexHit[]
  readonly vector: readonly IndexHit[]
  readonly fused: readonly FusedHit[]
}

/** Search for the words and for the meaning of a question at the same time. */
export async function findCandidates(
  { index, embedder, analyser }: CandidateSources,
  query: string,
  partition: IndexPartition,
  scope: SearchScope,
  signal: AbortSignal,
): Promise<Candidates> {
  const terms = questionTerms(query, analyser)
  const [lexical, vector, statistics] = await Promise.all([
    index.searchLexical(partition, terms, scope, HITS_PER_SEARCH, signal),
    embedder
      .embedQuery(query, signal)
      .then((embedded) => index.searchVector(partition, embedded, scope, HITS_PER_SEARCH, signal)),
    index.termStatistics(partition, terms),
  ])
  const question = weighTerms(query, terms, statistics)
  return { question, lexical, vector, fused: fuseScores(lexical, vector, embedder.strength) }
}
