import { MatchQuery, type Table } from '@lancedb/lancedb'
import { problem } from '../../contracts/errors.ts'
import { vectorIndexParts } from './lancedb-optimize.ts'
import type { IndexHit } from './search-index.ts'

/** Longer questions are cut: every further term costs time and says less. */
const MOST_QUERY_TERMS = 64
/** Share of the parts that is read of the largest indexes: recall of the exact top 100 was .985 and .995 without a filter. */
const PROBED_SHARE = 0.5
/** Fetching one row from its place to compare it takes as long as comparing so many numbers of the index. */
const NUMBERS_PER_FETCHED_ROW = 50_000

/** What a vector search may cost: numbers are rows x dimensions. */
export interface VectorSearchRules {
  /** Tables up to here are compared row by row. */
  readonly mostNumbersComparedFlat: number
  /** Tables up to here have their vector index read whole, so that nothing is missed. */
  readonly mostNumbersReadWhole: number
}

/** Hits of a full-text search, best first. No terms, no hits. */
export async function lexicalHits(
  table: Table,
  filter: string,
  terms: readonly string[],
  limit: number,
): Promise<readonly IndexHit[]> {
  if (terms.length === 0) return []
  const query = new MatchQuery(terms.slice(0, MOST_QUERY_TERMS).join(' '), 'terms')
  return readHits(
    table.query().fullTextSearch(query).where(filter).select(['passage_id', 'document_id', '_score']).limit(limit),
    '_score',
    (score) => score,
  )
}

/** Nearest passages by cosine, best first: exact but for very large tables. */
export async function vectorHits(
  table: Table,
  filter: string,
  vector: Float32Array,
  limit: number,
  { mostNumbersComparedFlat, mostNumbersReadWhole }: VectorSearchRules,
): Promise<readonly IndexHit[]> {
  if (vector.every((value) => value === 0)) return []
  await requireDimensions(table, vector.length)
  const query = table.query().nearestTo(vector).distanceType('dot').where(filter).limit(limit)
  const rows = await table.countRows()
  const numbers = rows * vector.length
  if (numbers <= mostNumbersComparedFlat) query.bypassVectorIndex()
  else if (numbers <= mostNumbersReadWhole)
    query.nprobes(rows) // all parts there are, however many the index was divided into
  // Parts are chosen by what all rows hold: the few that pass a narrow filter lie anywhere, and fetching them is quicker.
  else if ((await table.countRows(filter)) * NUMBERS_PER_FETCHED_ROW <= numbers) query.bypassVectorIndex()
  else query.nprobes(Math.ceil(vectorIndexParts(rows) * PROBED_SHARE))
  return readHits(
    query.select(['passage_id', 'document_id', '_distance']),
    '_distance',
    (distance) => 1 - distance, // of unit vectors, LanceDB's dot distance is one minus the cosine
  )
}

async function readHits(
  query: ReturnType<Table['query']> | ReturnType<ReturnType<Table['query']>['nearestTo']>,
  column: string,
  scoreOf: (value: number) => number,
): Promise<readonly IndexHit[]> {
  const hits: IndexHit[] = []
  for await (const batch of query) {
    const passageIds = batch.getChild('passage_id')
    const documentIds = batch.getChild('document_id')
    const values = batch.getChild(column)
    for (let row = 0; row < batch.numRows; row++) {
      hits.push({
        passageId: String(passageIds?.get(row)),
        documentId: String(documentIds?.get(row)),
        score: scoreOf(Number(values?.get(row))),
      })
    }
  }
  // LanceDB returns equal scores in any order; the same question must give the same answer.
  return hits.sort((a, b) => b.score - a.score || (a.passageId < b.passageId ? -1 : 1))
}

/** Throw `index-mismatch` unless the table holds vectors of this size. */
export async function requireDimensions(table: Table, dimensions: number): Promise<void> {
  const indexed = await dimensionsOf(table)
  if (indexed === dimensions) return
  const detail = `The index holds vectors of ${indexed} numbers and the embedding model gives ${dimensions}; build a new generation.`
  throw problem('index-mismatch', detail)
}

/** Size of the vectors in a table. */
export async function dimensionsOf(table: Table): Promise<number> {
  const schema = await table.schema()
  const field = schema.fields.find((candidate) => candidate.name === 'vector')
  return field?.type.listSize ?? 0
}
