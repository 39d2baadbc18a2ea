import type { SearchClient, SearchOptions } from '@azure/search-documents'
import { SEMANTIC_CONFIGURATION, VECTOR_FIELD } from './azure-search-definition.ts'
import { type PassageDocument, searchableTerms } from './azure-search-documents.ts'
import { askService } from './azure-search-failures.ts'
import { passageIdOf } from './azure-search-names.ts'
import type { BothHits, BothSearches, IndexHit } from './search-index.ts'

/** Longer questions are cut: every further term costs time and says less. */
const MOST_QUERY_TERMS = 64
/** The least that Azure lets its re-ranker be given; later than this the answer comes without it. */
const SEMANTIC_DEADLINE_IN_MS = 700
/** What the simple query language would read as something else than a letter. */
const OPERATORS = /[+\-|"()'*~\\]/g
const FOUND = ['id', 'document_id'] as const

/** What a query needs beside the question. */
export interface Asked {
  readonly client: SearchClient<PassageDocument>
  readonly filter: string
  readonly limit: number
  readonly signal: AbortSignal
}

type Options = SearchOptions<PassageDocument, (typeof FOUND)[number]>
type Found = Awaited<ReturnType<typeof runSearch>>[number]

/** Hits of BM25, best first. No terms, no hits. */
export async function lexicalHits(asked: Asked, terms: readonly string[]): Promise<readonly IndexHit[]> {
  const text = queryText(terms)
  if (text === '') return []
  const found = await runSearch(asked, text, {
    ...textOptions(asked),
    top: asked.limit,
    // Equal scores come in any order otherwise, and the limit would cut among them at random.
    orderBy: ['search.score() desc', 'id asc'],
  })
  return inOrder(found.map((hit) => hitOf(hit, hit.score)))
}

/** Nearest passages by cosine, best first. */
export async function vectorHits(asked: Asked, vector: Float32Array): Promise<readonly IndexHit[]> {
  if (isZero(vector)) return []
  const found = await runSearch(asked, undefined, { ...vectorOptions(asked, vector), top: asked.limit })
  return inOrder(found.map((hit) => hitOf(hit, cosineOf(hit.score))))
}

/**
 * Both in one request. Azure joins the two by rank and tells the scores of both beside it when asked to. Of rank fusion's
 * first 2 x limit hits everything is known: whatever either search has among its first `limit` has a greater share than
 * anything that neither has there.
 */
export async function bothHits(asked: Asked, question: BothSearches, isSemantic: boolean): Promise<BothHits> {
  const text = queryText(question.terms)
  if (text === '' || isZero(question.vector)) {
    const [lexical, vector] = await Promise.all([
      lexicalHits(asked, question.terms),
      vectorHits(asked, question.vector),
    ])
    return { lexical, vector, semantic: new Map() }
  }
  const options: Options = {
    ...textOptions(asked),
    ...vectorOptions(asked, question.vector),
    debug: 'vector',
    top: 2 * asked.limit,
  }
  const found = await runSearch(asked, text, isSemantic ? { ...options, ...semanticOptions(question.text) } : options)
  const first = (scoreOf: (hit: Found) => number | undefined) => {
    const hits = found.flatMap((hit) => {
      const score = scoreOf(hit)
      return score === undefined ? [] : [hitOf(hit, score)]
    })
    return inOrder(hits).slice(0, asked.limit)
  }
  return {
    // No text that holds a term scores 0.
    lexical: first(({ documentDebugInfo }) => documentDebugInfo?.vectors?.subscores?.text?.searchScore || undefined),
    vector: first(
      ({ documentDebugInfo }) =>
        documentDebugInfo?.vectors?.subscores?.vectors?.find((scores) => VECTOR_FIELD in scores)?.[VECTOR_FIELD]
          ?.vectorSimilarity,
    ),
    semantic: new Map(
      found.flatMap(({ document, rerankerScore }) =>
        rerankerScore === undefined ? [] : [[passageIdOf(document.id), rerankerScore] as const],
      ),
    ),
  }
}

/** How many documents pass a filter, and hold a term if one is given. */
export async function countDocuments(
  client: SearchClient<PassageDocument>,
  { filter, term }: { readonly filter?: string; readonly term?: string },
): Promise<number> {
  const text = term === undefined ? '*' : queryText([term])
  if (text === '') return 0
  const filtered = filter === undefined ? {} : { filter }
  const { count } = await askService(undefined, (abortSignal) =>
    client.search(text, { ...filtered, searchFields: ['terms'], top: 0, includeTotalCount: true, abortSignal }),
  )
  return count ?? 0
}

/** Terms as a query of which any may occur. Terms longer than any that are stored would be cut into pieces. */
function queryText(terms: readonly string[]): string {
  const known = searchableTerms(terms).slice(0, MOST_QUERY_TERMS)
  return known.map((term) => term.replaceAll(OPERATORS, String.raw`\$&`)).join(' ')
}

/** An index lies in several parts, each with its own document frequencies unless it is told to add them up. */
function textOptions({ filter }: Asked) {
  return { filter, searchFields: ['terms'], searchMode: 'any', scoringStatistics: 'global' } satisfies Options
}

function vectorOptions({ filter, limit }: Asked, vector: Float32Array) {
  const query = { kind: 'vector', vector: Array.from(vector), fields: [VECTOR_FIELD], kNearestNeighborsCount: limit }
  // Before, not after: else a narrow filter would leave next to nothing of the nearest of all.
  const vectorSearchOptions: Options['vectorSearchOptions'] = { queries: [query as never], filterMode: 'preFilter' }
  return { filter, vectorSearchOptions } satisfies Options
}

function semanticOptions(
  text: string,
): Pick<Options & { queryType: 'semantic' }, 'queryType' | 'semanticSearchOptions'> {
  return {
    queryType: 'semantic',
    semanticSearchOptions: {
      configurationName: SEMANTIC_CONFIGURATION,
      semanticQuery: text,
      errorMode: 'partial',
      maxWaitInMilliseconds: SEMANTIC_DEADLINE_IN_MS,
    },
  } as const
}

async function runSearch({ client, signal }: Asked, text: string | undefined, options: Options) {
  return askService(signal, async (abortSignal) => {
    const { results } = await client.search(text, { ...options, select: FOUND, abortSignal })
    return Array.fromAsync(results)
  })
}

function hitOf({ document }: Found, score: number): IndexHit {
  return { passageId: passageIdOf(document.id), documentId: document.document_id, score }
}

/** Azure turns the cosine into 1 / (1 + (1 - cosine)). */
function cosineOf(score: number): number {
  return 2 - 1 / score
}

function isZero(vector: Float32Array): boolean {
  return vector.every((value) => value === 0)
}

/** The same question must give the same answer, whatever order equal scores come in. */
function inOrder(hits: readonly IndexHit[]): readonly IndexHit[] {
  return hits.toSorted((a, b) => b.score - a.score || (a.passageId < b.passageId ? -1 : 1))
}
