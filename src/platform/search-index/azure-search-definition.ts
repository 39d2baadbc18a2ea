import type { SearchField, SearchIndex, VectorSearch } from '@azure/search-documents'
import { analyzerOf } from './azure-search-analyzers.ts'
import type { IndexPartition } from './search-index.ts'

/** The field and its settings that a search for meaning uses. */
export const VECTOR_FIELD = 'embedding'
export const SEMANTIC_CONFIGURATION = 'default'
const VECTOR_PROFILE = 'embedding-profile'
const VECTOR_ALGORITHM = 'hnsw_config'
const VECTOR_COMPRESSION = 'embedding-compression'

/** As the embedded engine: the same terms score alike. They are also the defaults of both. */
const BM25 = { odatatype: '#Microsoft.Azure.Search.BM25Similarity', k1: 1.2, b: 0.75 } as const
/** From here on vectors are kept as bytes beside the originals: a quarter of the quota for vectors, which is what runs out first. */
const COMPRESSED_DIMENSIONS = 1_024
/** How many times more neighbours are looked for among bytes than are compared by their originals. */
const OVERSAMPLING = 4
/** The service's own defaults but for `m`, of which more costs memory and finds more of the exact neighbours. */
const HNSW = { m: 8, efConstruction: 400, efSearch: 500, metric: 'cosine' } as const

/** What an index needs to be made. */
export interface IndexToMake {
  readonly name: string
  readonly partition: IndexPartition
  readonly dimensions: number
  readonly language: string | null
}

/** The index of a partition: the fields of azure-search-openai-demo, then our own (see `PassageDocument`). */
export function definitionOf({ name, partition, dimensions, language }: IndexToMake): SearchIndex {
  const analyzerName = analyzerOf(language)
  return {
    name,
    description: `Footnote: tenant ${partition.tenantId}, generation ${partition.generation}`.slice(0, 4_000),
    fields: [
      field('id', { key: true, filterable: true, sortable: true }),
      field('content', { searchable: true, analyzerName }),
      vectorField(dimensions),
      field('category', { filterable: true, facetable: true }),
      field('sourcepage', { filterable: true, facetable: true }),
      field('sourcefile', { filterable: true, facetable: true }),
      // Never written: without it, programs made for the demo that select it would get an error instead of nothing.
      field('storageUrl', { filterable: true }),
      listField('oids'),
      listField('groups'),
      field('title', { searchable: true, analyzerName }),
      field('terms', { searchable: true, analyzerName: 'whitespace', hidden: true }),
      listField('access'),
      field('document_id', { filterable: true, facetable: true }),
      field('version_id', { filterable: true, sortable: true }),
      field('media_type', { filterable: true, facetable: true }),
      { ...field('updated_at', { filterable: true, sortable: true }), type: 'Edm.DateTimeOffset' },
      field('write_mark', { filterable: true, hidden: true }),
    ],
    similarity: BM25,
    vectorSearch: vectorSearchOf(dimensions),
    semanticSearch: {
      defaultConfigurationName: SEMANTIC_CONFIGURATION,
      configurations: [
        {
          name: SEMANTIC_CONFIGURATION,
          prioritizedFields: { titleField: { name: 'title' }, contentFields: [{ name: 'content' }] },
        },
      ],
    },
  }
}

/** The size of the vectors that an index takes; 0 when it is not one of ours. */
export function dimensionsOfIndex({ fields }: Pick<SearchIndex, 'fields'>): number {
  const found = fields.find(({ name }) => name === VECTOR_FIELD)
  return found !== undefined && 'vectorSearchDimensions' in found ? (found.vectorSearchDimensions ?? 0) : 0
}

/** Whether the vectors of an index can be read back. */
export function hasReadableVectorsIn({ fields }: Pick<SearchIndex, 'fields'>): boolean {
  const found = fields.find(({ name }) => name === VECTOR_FIELD)
  return found !== undefined && 'hidden' in found && !(found.hidden ?? true)
}

type Settings = Omit<Exclude<SearchField, { fields?: unknown }>, 'name' | 'type'>

/** Everything said in full: what is left out is on by default, and costs storage. */
const OFF = { key: false, searchable: false, filterable: false, sortable: false, facetable: false, hidden: false }

function field(name: string, settings: Settings): SearchField {
  return { name, type: 'Edm.String', ...OFF, ...settings }
}

function listField(name: string): SearchField {
  return { name, type: 'Collection(Edm.String)', ...OFF, filterable: true }
}

/**
 * Stored: a merge of other fields writes the document anew and would lose a vector that is not. Not hidden: a text that was
 * embedded once is not paid for again.
 */
function vectorField(dimensions: number): SearchField {
  const vector = { vectorSearchDimensions: dimensions, vectorSearchProfileName: VECTOR_PROFILE, stored: true }
  return { name: VECTOR_FIELD, type: 'Collection(Edm.Single)', ...OFF, searchable: true, ...vector }
}

function vectorSearchOf(dimensions: number): VectorSearch {
  const profile = { name: VECTOR_PROFILE, algorithmConfigurationName: VECTOR_ALGORITHM }
  const algorithms = [{ name: VECTOR_ALGORITHM, kind: 'hnsw' as const, parameters: HNSW }]
  if (dimensions < COMPRESSED_DIMENSIONS) return { algorithms, profiles: [profile] }
  const rescoringOptions = {
    enableRescoring: true,
    defaultOversampling: OVERSAMPLING,
    rescoreStorageMethod: 'preserveOriginals' as const,
  }
  return {
    algorithms,
    compressions: [{ kind: 'scalarQuantization', compressionName: VECTOR_COMPRESSION, rescoringOptions }],
    profiles: [{ ...profile, compressionName: VECTOR_COMPRESSION }],
  }
}
