import type { Analyser } from '../language/analyser.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type {
  BothHits,
  IndexHit,
  IndexPartition,
  SearchIndex,
  SearchScope,
} from '../platform/search-index/search-index.ts'
import { blendSemantic } from './blend-semantic.ts'
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
  const [{ lexical, vector, semantic }, statistics] = await Promise.all([
    searchBoth({ index, embedder }, { query, terms, partition, scope }, signal),
    index.termStatistics(partition, terms),
  ])
  const question = weighTerms(query, terms, statistics)
  return { question, lexical, vector, fused: blendSemantic(fuseScores(lexical, vector, embedder.strength), semantic) }
}

interface Searched {
  readonly query: string
  readonly terms: readonly string[]
  readonly partition: IndexPartition
  readonly scope: SearchScope
}

/** In one round trip where the index can do that; else the words do not wait for the vector. */
async function searchBoth(
  { index, embedder }: Pick<CandidateSources, 'index' | 'embedder'>,
  { query, terms, partition, scope }: Searched,
  signal: AbortSignal,
): Promise<BothHits> {
  const embedding = embedder.embedQuery(query, signal)
  if (index.searchBoth !== undefined) {
    const question = { text: query, terms, vector: await embedding }
    return index.searchBoth(partition, question, scope, HITS_PER_SEARCH, signal)
  }
  const [lexical, vector] = await Promise.all([
    index.searchLexical(partition, terms, scope, HITS_PER_SEARCH, signal),
    embedding.then((embedded) => index.searchVector(partition, embedded, scope, HITS_PER_SEARCH, signal)),
  ])
  return { lexical, vector, semantic: new Map() }
}
