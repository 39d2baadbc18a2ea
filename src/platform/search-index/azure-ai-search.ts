import { AzureKeyCredential, SearchIndexClient } from '@azure/search-documents'
import { type Parts, removeVersions, setFilters, settle, upsert } from './azure-search-changes.ts'
import { isMissing } from './azure-search-failures.ts'
import { odataFilterOf } from './azure-search-filter.ts'
import { createAzureIndexes, type OpenIndex, requireVectorSize } from './azure-search-indexes.ts'
import { type Asked, bothHits, countDocuments, lexicalHits, vectorHits } from './azure-search-queries.ts'
import { createAzureTermStatistics } from './azure-search-term-statistics.ts'
import { createUnsettledWrites } from './azure-search-unsettled.ts'
import { vectorsIn } from './azure-search-vectors.ts'
import { versionsIn } from './azure-search-versions.ts'
import type { IndexedVersion, IndexPartition, SearchIndex, SearchScope } from './search-index.ts'

export interface AzureAiSearchOptions {
  /** Address of the service, for example https://name.search.windows.net. */
  readonly endpoint: string
  /** Without a key the identity of this machine is used, at a desk that of the person. */
  readonly apiKey?: string | undefined
  /** In front of the names of all indexes, so that several installations can share a service. */
  readonly prefix: string
  /** Language of most documents in two letters, for programs that search their texts. */
  readonly language: string | null
  /** Let the service re-rank by reading; it counts and bills these questions apart. */
  readonly semanticRanker: boolean
}

/** At once, then after 0.5, 1.5 and 3.5 s, or when a busy service says so. */
const RETRIES = { maxRetries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 8_000 }
/** Keep the search index in Azure AI Search, one index for each partition. */
export async function openAzureAiSearch(options: AzureAiSearchOptions): Promise<SearchIndex> {
  const { endpoint, prefix, language, semanticRanker } = options
  const service = new SearchIndexClient(endpoint, await credentialOf(options), { retryOptions: RETRIES })
  const parts: Parts = {
    indexes: createAzureIndexes({ service, prefix, language }),
    statistics: createAzureTermStatistics(),
    unsettled: createUnsettledWrites(),
  }
  return {
    upsert: (partition, entries) => upsert(parts, partition, entries),
    removeVersions: (partition, versionIds) => removeVersions(parts, partition, versionIds),
    setFilters: (partition, documentIds, filters) => setFilters(parts, partition, documentIds, filters),
    removePartition: async (partition) => {
      const index = await parts.indexes.find(partition)
      if (index === null) return
      await parts.indexes.remove(partition)
      parts.statistics.forget(index.name)
    },
    searchLexical: (partition, terms, scope, limit, signal) =>
      ask(parts, partition, { scope, limit, signal }, [], (asked) => lexicalHits(asked, terms)),
    searchVector: (partition, vector, scope, limit, signal) =>
      ask(parts, partition, { scope, limit, signal }, [], (asked, index) => {
        requireVectorSize(index, vector.length)
        return vectorHits(asked, vector)
      }),
    searchBoth: (partition, question, scope, limit, signal) => {
      const nothing = { lexical: [], vector: [], semantic: new Map<string, number>() }
      return ask(parts, partition, { scope, limit, signal }, nothing, (asked, index) => {
        requireVectorSize(index, question.vector.length)
        return bothHits(asked, question, semanticRanker)
      })
    },
    settle: async (partition) => {
      const index = await parts.indexes.find(partition)
      if (index !== null) await settle(parts, index)
    },
    announce: (partition) => parts.indexes.point(partition),
    termStatistics: (partition, terms) => {
      const nothing = { passages: 0, frequencies: new Map(terms.map((term) => [term, 0])) }
      return within(parts, partition, nothing, ({ name, client }) => parts.statistics.read(name, client, terms))
    },
    count: (partition) => within(parts, partition, 0, ({ client }) => countDocuments(client, {})),
    readVectors: (partition, passageIds, signal) =>
      within(parts, partition, new Map<string, Float32Array>(), (index) => vectorsIn(index, passageIds, signal)),
    listVersions: (partition, signal, only) => listVersions(parts, partition, signal, only),
    // The service folds in what was written and frees what was removed by itself, when it sees fit and without telling.
    optimize: async () => {},
    erase: async () => new Date(),
    [Symbol.asyncDispose]: async () => {},
  }
}

async function credentialOf({ apiKey }: AzureAiSearchOptions) {
  if (apiKey !== undefined) return new AzureKeyCredential(apiKey)
  const { DefaultAzureCredential } = await import('@azure/identity')
  return new DefaultAzureCredential()
}

async function* listVersions(
  parts: Parts,
  partition: IndexPartition,
  signal: AbortSignal,
  only?: readonly string[],
): AsyncGenerator<IndexedVersion> {
  const index = only?.length === 0 ? null : await parts.indexes.find(partition)
  if (index !== null) yield* versionsIn(index.client, only, signal)
}

/** Search for what may be seen; nothing is found where nothing may be seen, or nothing was ever written. */
async function ask<T>(
  parts: Parts,
  partition: IndexPartition,
  { scope, limit, signal }: { readonly scope: SearchScope; readonly limit: number; readonly signal: AbortSignal },
  nothing: T,
  search: (asked: Asked, index: OpenIndex) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const filter = odataFilterOf(scope)
  if (filter === null) return nothing
  return within(parts, partition, nothing, (index) => search({ client: index.client, filter, limit, signal }, index))
}

/** Ask an index; what another process removed is as if it had never been. */
async function within<T>(
  { indexes }: Parts,
  partition: IndexPartition,
  nothing: T,
  work: (index: OpenIndex) => Promise<T>,
): Promise<T> {
  const index = await indexes.find(partition)
  if (index === null) return nothing
  try {
    return await work(index)
  } catch (error) {
    if (!isMissing(error)) throw error
    indexes.forget(index.name)
    return nothing
  }
}
