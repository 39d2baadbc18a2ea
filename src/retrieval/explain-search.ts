import { and, arrayOverlaps, eq, inArray, isNull } from 'drizzle-orm'
import { assertNever } from '../contracts/assert-never.ts'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import type { RankedPassage } from '../contracts/retrieval.ts'
import type { AskedPassage, ExplainedPassage, SearchExplanation } from '../contracts/search-explanation.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, passages } from '../platform/database/schema.ts'
import type { IndexHit } from '../platform/search-index/search-index.ts'
import { FEATURES } from './features/features-of.ts'
import { fingerprintOf, isCopy } from './is-copy.ts'
import { holdsPhrases } from './look-up.ts'
import { partsOf } from './merge-neighbours.ts'
import { type RankedCandidate, RERANKER_WEIGHTS } from './rerank.ts'
import type { SearchedQuestion } from './search-question.ts'
import type { VisiblePassage } from './visible-passages.ts'

export interface ExplainedSearch {
  readonly searched: SearchedQuestion
  readonly ranked: readonly RankedCandidate<VisiblePassage>[]
  readonly selected: readonly RankedPassage[]
}

type Ranks = Pick<AskedPassage, 'lexical_rank' | 'vector_rank' | 'fused_rank' | 'rank'>

/** How a search came to its passages, and what became of those that are asked about. It tells of readable documents only. */
export async function explainSearch(
  database: Database,
  search: ExplainedSearch,
  asked: readonly string[],
  principal: Principal,
): Promise<SearchExplanation> {
  const { question } = search.searched.found
  const ranksOf = rankLookUp(search)
  const readable = await readablePassages(database, asked, principal)
  return {
    terms: [...question.weights].map(([term, weight]) => ({ term, weight })),
    ...(search.searched.found.isReused ? { reused_search: true } : {}),
    passages: returnedCandidates(search).map((candidate) => explained(candidate, ranksOf(candidate.passage.id))),
    asked: asked.map((id) => {
      const row = readable.get(id)
      const state = row === undefined ? 'missing' : stateOf(id, row, search, ranksOf(id))
      // Of what one may not read it is not even told whether the index holds it.
      const ranks = state === 'missing' || state === 'outdated-version' ? NO_RANKS : ranksOf(id)
      return { passage_id: id, state, detail: sentenceOf(state), ...ranks }
    }),
  }
}

const NO_RANKS: Ranks = { lexical_rank: null, vector_rank: null, fused_rank: null, rank: null }

function rankLookUp({ searched: { found }, ranked }: ExplainedSearch): (id: string) => Ranks {
  const byId = (hits: readonly Pick<IndexHit, 'passageId'>[]) =>
    new Map(hits.map(({ passageId }, at) => [passageId, at + 1]))
  const [lexical, vector, fused] = [byId(found.lexical), byId(found.vector), byId(found.fused)]
  const reranked = byId(ranked.map(({ hit }) => hit))
  return (id) => ({
    lexical_rank: lexical.get(id) ?? null,
    vector_rank: vector.get(id) ?? null,
    fused_rank: fused.get(id) ?? null,
    rank: reranked.get(id) ?? null,
  })
}

/** The candidates that returned passages go by; one that was joined from two goes by the better. */
function returnedCandidates({ ranked, selected }: ExplainedSearch): readonly RankedCandidate<VisiblePassage>[] {
  const byId = new Map(ranked.map((candidate) => [candidate.passage.id, candidate]))
  return selected.flatMap(({ passage_id: id }) => byId.get(id) ?? [])
}

function explained(
  { hit, passage, score, features: values }: RankedCandidate<VisiblePassage>,
  ranks: Ranks,
): ExplainedPassage {
  const features = FEATURES.map((name, at) => {
    const [value, weight] = [values[at] ?? 0, RERANKER_WEIGHTS[name]]
    return { name, value, weight, contribution: value * weight }
  })
  const { lexical, vector, fused } = hit
  return { passage_id: passage.id, lexical, vector, fused, score, features, ...ranks, rank: ranks.rank ?? 1 }
}

type ReadableRow = Awaited<ReturnType<typeof readablePassages>> extends ReadonlyMap<string, infer Row> ? Row : never

function stateOf(id: string, row: ReadableRow, search: ExplainedSearch, ranks: Ranks): AskedPassage['state'] {
  const { searched, ranked, selected } = search
  if (row.version !== row.currentVersion) return 'outdated-version'
  if (selected.flatMap(partsOf).some((part) => part.passage_id === id)) return 'returned'
  const self = ranked.find(({ passage }) => passage.id === id)
  if (self !== undefined) {
    const own = fingerprintOf(self.passage.text)
    const isDuplicate = selected.some(({ text }) => isCopy(own, fingerprintOf(text)))
    return isDuplicate ? 'duplicate' : 'below-top-k'
  }
  if (ranks.fused_rank !== null) return holdsPhrases(row, searched.phrases) ? 'below-re-ranking' : 'without-phrase'
  const { document_ids: ids, collections } = searched.filters ?? {}
  const isElsewhere =
    (ids !== undefined && !ids.includes(row.documentId)) ||
    (collections !== undefined && !collections.includes(row.collection ?? ''))
  return isElsewhere ? 'filtered-out' : 'not-found-by-search'
}

function sentenceOf(state: AskedPassage['state']): string {
  switch (state) {
    case 'returned':
      return 'It is among the returned passages.'
    case 'below-top-k':
      return 'It was re-ranked, and others came before it; ask for more passages with top_k.'
    case 'below-re-ranking':
      return 'A search found it, but too far down to be re-ranked.'
    case 'duplicate':
      return 'A returned passage says the same in nearly the same words.'
    case 'without-phrase':
      return 'A search found it, but it does not hold the quoted words in their order.'
    case 'not-found-by-search':
      return 'Neither search listed it among its first hundred within the filters: by words or by meaning.'
    case 'filtered-out':
      return 'The filters leave its document out.'
    case 'outdated-version':
      return 'It belongs to an earlier version of its document.'
    case 'missing':
      return 'It does not exist, or you may not read it.'
    default:
      return assertNever(state)
  }
}

async function readablePassages(database: Database, ids: readonly string[], principal: Principal) {
  if (ids.length === 0) return new Map<string, never>()
  const orm = database.forTenant(principal.tenant_id)
  const rows = await orm
    .select({
      id: passages.id,
      documentId: passages.documentId,
      version: passages.version,
      text: passages.text,
      heading: passages.heading,
      collection: documents.collection,
      currentVersion: documents.currentVersion,
    })
    .from(passages)
    .innerJoin(documents, and(eq(documents.tenantId, passages.tenantId), eq(documents.id, passages.documentId)))
    .where(
      and(
        eq(passages.tenantId, principal.tenant_id),
        inArray(passages.id, [...ids]),
        isNull(documents.deletedAt),
        arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
      ),
    )
  return new Map(rows.map((row) => [row.id, row]))
}
