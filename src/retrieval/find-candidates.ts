import type { Analyser, Analysers } from '../language/analyser.ts'
import type { EmbeddingModel, WordVectors } from '../platform/embedding-model/embedding-model.ts'
import type {
  BothHits,
  IndexHit,
  IndexPartition,
  SearchIndex,
  SearchScope,
} from '../platform/search-index/search-index.ts'
import { blendSemantic } from './blend-semantic.ts'
import { expectedShares } from './expected-shares.ts'
import { type FusedHit, fuseScores } from './fuse-scores.ts'
import { tellingWords } from './like-question.ts'
import type { AskedSearch, SearchReuse } from './like-searches.ts'
import type { QueryVectors } from './query-vectors.ts'
import { type Question, questionTerms, weighTerms } from './question.ts'
import { analyserOfQuestion } from './read-question.ts'

/** Hits taken from each search; what neither lists among its first hundred hardly ever ends among the first five. */
const HITS_PER_SEARCH = 100
/** Only some of the passages that hold the words of a phrase hold it; only their texts can tell. */
const HITS_PER_PHRASE = 500

export interface CandidateSources {
  readonly index: SearchIndex
  readonly embedder: Pick<EmbeddingModel, 'strength'>
  readonly queryVectors: QueryVectors
  readonly analysers: Analysers
  readonly wordVectors: Pick<WordVectors, 'rankOf'>
  /** Where searches for like questions are found; null or left out where none are reused. */
  readonly reuse?: SearchReuse | null
}

/** What both searches found, joined and best first. */
export interface Hits {
  readonly lexical: readonly IndexHit[]
  readonly vector: readonly IndexHit[]
  readonly fused: readonly FusedHit[]
  /** The embedding model did not answer in time: the question was searched for by its words alone. */
  readonly isWithoutVector: boolean
}

/** A question with what was found for it. */
export interface Candidates extends Hits {
  readonly question: Question
  /** Found a moment ago for a question that asks for the same. */
  readonly isReused: boolean
}

/** What is searched for besides the words of a question. */
export interface MoreWords {
  /** Terms of other forms and similar words, searched for as well. */
  readonly added: readonly string[]
  /** Terms that count less, because they were not asked for themselves. */
  readonly likely: ReadonlySet<string>
  /** Quoted phrases: each is searched for alone too, so that what holds it is not crowded out by the other words. */
  readonly phrases: readonly string[]
}

export const NO_MORE_WORDS: MoreWords = { added: [], likely: new Set(), phrases: [] }

/** Search for the words and for the meaning of a question at the same time, unless that was just done for a like one. */
export async function findCandidates(
  sources: CandidateSources,
  query: string,
  partition: IndexPartition,
  scope: SearchScope,
  signal: AbortSignal,
  more: MoreWords = NO_MORE_WORDS,
): Promise<Candidates> {
  const { index, analysers, queryVectors, reuse = null } = sources
  const analyser = await analyserOfQuestion(query, analysers, index, partition)
  const terms = [...questionTerms(query, analyser), ...more.added]
  const vector = reuse === null ? null : await queryVectors(query, signal)
  const asked = vector === null ? null : askedSearch(query, vector, analyser, scope, more)
  const known = asked === null ? null : (reuse?.find(asked) ?? null)
  const [hits, statistics] = await Promise.all([
    known ?? searchAll(sources, { query, terms, partition, scope }, more.phrases.map(analyser.analyse), signal),
    index.termStatistics(partition, terms),
  ])
  if (asked !== null && known === null && !hits.isWithoutVector) reuse?.keep(asked, hits)
  const expected = expectedShares(query, analyser, sources.wordVectors)
  const question = weighTerms(query, terms, { statistics, expected }, analyser.language, more.likely)
  return { ...hits, question, isReused: known !== null }
}

/** How many passages are asked for is not part of it: the same hundred candidates are found for any number. */
function askedSearch(
  query: string,
  vector: Float32Array,
  analyser: Analyser,
  scope: SearchScope,
  { added, likely, phrases }: MoreWords,
): AskedSearch {
  const { access: _inThePrincipalSet, ...filters } = scope
  const fields = [filters, analyser.language, added, [...likely], phrases].map((field) => JSON.stringify(field))
  return { vector, telling: tellingWords(query, analyser), fields }
}

/** Both searches, and one for each phrase (by its terms). */
async function searchAll(
  { index, embedder, queryVectors }: CandidateSources,
  searched: Searched,
  phrases: readonly (readonly string[])[],
  signal: AbortSignal,
): Promise<Hits> {
  const { partition, scope } = searched
  const [{ lexical: words, vector, semantic }, exact] = await Promise.all([
    searchBoth({ index, queryVectors }, searched, signal),
    Promise.all(phrases.map((terms) => index.searchLexical(partition, terms, scope, HITS_PER_PHRASE, signal))),
  ])
  const lexical = joinHits([words, ...exact])
  const found = vector ?? []
  const fused = blendSemantic(fuseScores(lexical, found, embedder.strength), semantic)
  return { lexical, vector: found, fused, isWithoutVector: vector === null }
}

interface Searched {
  readonly query: string
  readonly terms: readonly string[]
  readonly partition: IndexPartition
  readonly scope: SearchScope
}

/** What both searches found; no vector hits but null where the question has no vector. */
type Found = Omit<BothHits, 'vector'> & { readonly vector: BothHits['vector'] | null }

/** In one round trip where the index can do that; else the words do not wait for the vector. */
async function searchBoth(
  { index, queryVectors }: Pick<CandidateSources, 'index' | 'queryVectors'>,
  { query, terms, partition, scope }: Searched,
  signal: AbortSignal,
): Promise<Found> {
  const embedding = queryVectors(query, signal)
  const vector = index.searchBoth === undefined ? null : await embedding
  if (index.searchBoth !== undefined && vector !== null)
    return index.searchBoth(partition, { text: query, terms, vector }, scope, HITS_PER_SEARCH, signal)
  const [lexical, near] = await Promise.all([
    index.searchLexical(partition, terms, scope, HITS_PER_SEARCH, signal),
    embedding.then((embedded) =>
      embedded === null ? null : index.searchVector(partition, embedded, scope, HITS_PER_SEARCH, signal),
    ),
  ])
  return { lexical, vector: near, semantic: new Map() }
}

/** BM25 adds up over terms, so the score for a part of the words is the least that a passage would get for all of them. */
function joinHits([first = [], ...more]: readonly (readonly IndexHit[])[]): readonly IndexHit[] {
  if (more.length === 0) return first
  const known = new Map(first.map((hit) => [hit.passageId, hit]))
  for (const hit of more.flat()) if (!known.has(hit.passageId)) known.set(hit.passageId, hit)
  return [...known.values()].toSorted((a, b) => b.score - a.score || (a.passageId < b.passageId ? -1 : 1))
}
