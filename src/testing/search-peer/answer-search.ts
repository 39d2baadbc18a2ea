import { z } from 'zod'
import { indexText, type TextIndex, termsOfQuery } from './bm25.ts'
import { type Document, parseFilter } from './odata-filter.ts'
import type { PeerIndex } from './peer-index.ts'
import { badRequest } from './refusal.ts'

/** Of reciprocal rank fusion, as Azure documents it. */
const RANK_DAMPING = 60
/** What of a text query goes into the fusion, and what the semantic ranker reads. */
const MOST_FUSED = 1_000
const MOST_READ = 50
const MOST_RESULTS = 1_000

/** All parameters that the peer understands; others are refused. */
const SearchRequest = z.strictObject({
  search: z.string().optional(),
  searchFields: z.literal('terms').optional(),
  searchMode: z.literal('any').optional(),
  queryType: z.enum(['simple', 'semantic']).optional(),
  scoringStatistics: z.literal('global').optional(),
  semanticConfiguration: z.string().optional(),
  semanticErrorHandling: z.literal('partial').optional(),
  semanticMaxWaitInMilliseconds: z.int().min(700).optional(),
  semanticQuery: z.string().optional(),
  filter: z.string().optional(),
  select: z.string().optional(),
  orderby: z.string().optional(),
  top: z.int().min(0).max(MOST_RESULTS).default(50),
  skip: z.int().min(0).max(100_000).default(0),
  count: z.boolean().default(false),
  facets: z.array(z.string()).optional(),
  debug: z.literal('vector').optional(),
  vectorFilterMode: z.literal('preFilter').optional(),
  vectorQueries: z
    .array(
      z.strictObject({
        kind: z.literal('vector'),
        vector: z.array(z.number()),
        fields: z.string(),
        k: z.int().min(1).max(10_000),
      }),
    )
    .length(1)
    .optional(),
})
type SearchRequest = z.infer<typeof SearchRequest>

interface Scored {
  readonly key: string
  readonly document: Document
  readonly score: number
  readonly text?: number | undefined
  readonly similarity?: number | undefined
  readonly reranker?: number | undefined
}

const textIndexes = new WeakMap<PeerIndex, { readonly revision: number; readonly text: TextIndex }>()

/** Answer a search from the documents that show. */
export function answerSearch(index: PeerIndex, body: unknown): object {
  const parsed = SearchRequest.safeParse(body)
  if (!parsed.success) throw badRequest(`Not understood: ${z.prettifyError(parsed.error)}`)
  const request = parsed.data
  index.refresh()
  const passes =
    request.filter === undefined
      ? () => true
      : parseFilter(request.filter, (name) => index.fieldNamed(name)?.filterable === true)
  const candidates = new Map([...index.visible].filter(([, document]) => passes(document)))
  const found = inOrderOf(request.orderby, reread(index, request, fused(index, request, candidates)), index)
  return {
    ...(request.count ? { '@odata.count': found.length } : {}),
    ...(request.facets === undefined ? {} : { '@search.facets': facetsOf(index, request.facets, found) }),
    value: found.slice(request.skip, request.skip + request.top).map((hit) => shown(index, request, hit)),
  }
}

function fused(index: PeerIndex, request: SearchRequest, candidates: ReadonlyMap<string, Document>): readonly Scored[] {
  const [vectorQuery] = request.vectorQueries ?? []
  const near = vectorQuery === undefined ? null : nearest(index, vectorQuery, candidates)
  if (near !== null && request.search === undefined) return near
  const matching = matches(index, request.search ?? '*', candidates)
  if (near === null) return matching
  const joined = new Map<string, Scored>()
  for (const list of [matching.slice(0, MOST_FUSED), near]) {
    for (const [rank, hit] of list.entries()) {
      const before = joined.get(hit.key)
      const score = (before?.score ?? 0) + 1 / (RANK_DAMPING + rank + 1)
      joined.set(hit.key, { ...before, ...hit, score })
    }
  }
  return byScore([...joined.values()])
}

function matches(index: PeerIndex, query: string, candidates: ReadonlyMap<string, Document>): readonly Scored[] {
  const terms = termsOfQuery(query)
  if (terms === null) return [...candidates].map(([key, document]) => ({ key, document, score: 1 }))
  const hits: Scored[] = []
  for (const [key, score] of textIndexOf(index).score(terms)) {
    const document = candidates.get(key)
    if (document !== undefined) hits.push({ key, document, score, text: score })
  }
  return byScore(hits)
}

function textIndexOf(index: PeerIndex): TextIndex {
  const made = textIndexes.get(index)
  if (made?.revision === index.revision) return made.text
  if (index.fieldNamed('terms')?.analyzer !== 'whitespace') throw badRequest('The peer only parts texts at white space')
  const text = indexText(index.visible, 'terms', index.definition.similarity)
  textIndexes.set(index, { revision: index.revision, text })
  return text
}

function nearest(
  index: PeerIndex,
  { vector, fields, k }: { readonly vector: readonly number[]; readonly fields: string; readonly k: number },
  candidates: ReadonlyMap<string, Document>,
): readonly Scored[] {
  if (index.fieldNamed(fields)?.dimensions !== vector.length) throw badRequest(`'${fields}' takes other vectors`)
  const hits = [...candidates].flatMap(([key, document]) => {
    const own = z
      .array(z.number())
      .nullable()
      .parse(document[fields] ?? null)
    if (own === null) return []
    const similarity = cosine(own, vector)
    return [{ key, document, score: 1 / (2 - similarity), similarity }]
  })
  return byScore(hits).slice(0, k)
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, n) => sum + value * (y[n] ?? 0), 0)
  const lengths = Math.sqrt(dot(a, a) * dot(b, b))
  return lengths === 0 ? 0 : dot(a, b) / lengths
}

/** Stands in for the semantic ranker: the share of the question's words that a text holds, 0 to 4. */
function reread(index: PeerIndex, request: SearchRequest, hits: readonly Scored[]): readonly Scored[] {
  if (request.queryType !== 'semantic') return hits
  const { semanticConfiguration: name } = request
  if (!index.definition.semantic.configurations.some((configuration) => configuration.name === name)) {
    throw badRequest(`There is no semantic configuration '${name ?? ''}'`)
  }
  const words = (request.semanticQuery ?? request.search ?? '').toLowerCase().split(/\W+/).filter(Boolean)
  const read = hits.slice(0, MOST_READ).map((hit) => {
    const text = `${String(hit.document['title'])} ${String(hit.document['content'])}`.toLowerCase()
    const share = words.filter((word) => text.includes(word)).length / Math.max(1, words.length)
    return Object.assign({}, hit, { reranker: 4 * share })
  })
  return [...read.toSorted((a, b) => b.reranker - a.reranker), ...hits.slice(MOST_READ)]
}

function byScore(hits: readonly Scored[]): readonly Scored[] {
  return hits.toSorted((a, b) => b.score - a.score)
}

function inOrderOf(orderby: string | undefined, hits: readonly Scored[], index: PeerIndex): readonly Scored[] {
  if (orderby === undefined) return hits
  const clauses = orderby.split(',').map((clause) => {
    const [name = '', direction = 'asc'] = clause.trim().split(' ')
    if (name !== 'search.score()' && index.fieldNamed(name)?.sortable !== true)
      throw badRequest(`'${name}' is not sortable`)
    const valueOf = (hit: Scored) => (name === 'search.score()' ? hit.score : String(hit.document[name]))
    return (a: Scored, b: Scored) => {
      const [x, y] = direction === 'desc' ? [valueOf(b), valueOf(a)] : [valueOf(a), valueOf(b)]
      return x < y ? -1 : x > y ? 1 : 0
    }
  })
  return hits.toSorted((a, b) => clauses.reduce((order, compare) => order || compare(a, b), 0))
}

function facetsOf(index: PeerIndex, facets: readonly string[], hits: readonly Scored[]): object {
  return Object.fromEntries(
    facets.map((name) => {
      if (index.fieldNamed(name)?.facetable !== true) throw badRequest(`'${name}' is not facetable`)
      const counts = Map.groupBy(hits, ({ document }) => document[name])
      return [name, [...counts].map(([value, { length }]) => ({ value, count: length }))]
    }),
  )
}

function shown(index: PeerIndex, { select, debug }: SearchRequest, hit: Scored): object {
  const names =
    select === undefined || select === '*' ? index.definition.fields.map(({ name }) => name) : select.split(',')
  const fields = names.map((name) => {
    const field = index.fieldNamed(name)
    if (field === undefined) throw badRequest(`Could not find a property named '${name}'`)
    if (!field.retrievable && select !== '*') throw badRequest(`The field '${name}' is not retrievable`)
    return [name, hit.document[name] ?? null]
  })
  const vectors =
    hit.similarity === undefined ? [] : [{ embedding: { searchScore: hit.score, vectorSimilarity: hit.similarity } }]
  const text = hit.text === undefined ? null : { searchScore: hit.text }
  return {
    '@search.score': hit.score,
    ...(hit.reranker === undefined ? {} : { '@search.rerankerScore': hit.reranker }),
    ...(debug === undefined ? {} : { '@search.documentDebugInfo': { vectors: { subscores: { text, vectors } } } }),
    ...Object.fromEntries(fields),
  }
}
