import type { SearchClient, SearchIndex, SearchIndexClient } from '@azure/search-documents'
import { LRUCache } from 'lru-cache'
import { problem } from '../../contracts/errors.ts'
import { definitionOf, dimensionsOfIndex, hasReadableVectorsIn } from './azure-search-definition.ts'
import type { PassageDocument } from './azure-search-documents.ts'
import { askService, isMissing, isTaken } from './azure-search-failures.ts'
import { aliasNameOf, indexNameOf } from './azure-search-names.ts'
import type { IndexPartition } from './search-index.ts'

/** Indexes whose definition is known; each is a few hundred bytes and a client. */
const KNOWN_INDEXES = 2_000

export interface OpenIndex {
  readonly name: string
  readonly client: SearchClient<PassageDocument>
  readonly dimensions: number
  /** False for an index of another version of Footnote that hid them. */
  readonly hasReadableVectors: boolean
}

/** The indexes behind the partitions: one each, so that tenants are apart in the service as well. */
export interface AzureIndexes {
  /** The index of a partition, or null when nothing was ever written to it. */
  readonly find: (partition: IndexPartition) => Promise<OpenIndex | null>
  readonly findOrCreate: (partition: IndexPartition, dimensions: number) => Promise<OpenIndex>
  /** The index turned out not to be there any more. */
  readonly forget: (name: string) => void
  readonly remove: (partition: IndexPartition) => Promise<void>
  /** Let the tenant's alias lead to the partition. */
  readonly point: (partition: IndexPartition) => Promise<void>
}

export interface AzureIndexesOptions {
  readonly service: SearchIndexClient
  readonly prefix: string
  readonly language: string | null
}

/** Look at indexes on first use and remember them. */
export function createAzureIndexes({ service, prefix, language }: AzureIndexesOptions): AzureIndexes {
  const known = new LRUCache<string, OpenIndex>({ max: KNOWN_INDEXES })
  const making = new Map<string, Promise<OpenIndex>>()

  async function find(partition: IndexPartition): Promise<OpenIndex | null> {
    const name = indexNameOf(prefix, partition)
    const found = known.get(name)
    if (found !== undefined) return found
    const definition = await nullWhenMissing((abortSignal) => service.getIndex(name, { abortSignal }))
    return definition === null ? null : remember(name, definition)
  }

  function findOrCreate(partition: IndexPartition, dimensions: number): Promise<OpenIndex> {
    const name = indexNameOf(prefix, partition)
    const running = making.get(name)
    if (running !== undefined) return running
    const made = (async () => (await find(partition)) ?? (await create(name, partition, dimensions)))()
    making.set(name, made)
    return made.finally(() => making.delete(name))
  }

  async function create(name: string, partition: IndexPartition, dimensions: number): Promise<OpenIndex> {
    const definition = definitionOf({ name, partition, dimensions, language })
    await unlessTaken((abortSignal) => service.createIndex(definition, { abortSignal }))
    // Only the first index of a tenant is announced so: later ones are built beside the one that is read.
    const alias = { name: aliasNameOf(prefix, partition.tenantId), indexes: [name] }
    await unlessTaken((abortSignal) => service.createAlias(alias, { abortSignal }))
    return (await find(partition)) ?? remember(name, definition)
  }

  function remember(name: string, definition: SearchIndex): OpenIndex {
    const index = {
      name,
      dimensions: dimensionsOfIndex(definition),
      hasReadableVectors: hasReadableVectorsIn(definition),
      client: service.getSearchClient<PassageDocument>(name),
    }
    known.set(name, index)
    return index
  }

  async function remove(partition: IndexPartition): Promise<void> {
    const [name, aliasName] = [indexNameOf(prefix, partition), aliasNameOf(prefix, partition.tenantId)]
    known.delete(name)
    // Azure does not remove an index that an alias leads to.
    const alias = await nullWhenMissing((abortSignal) => service.getAlias(aliasName, { abortSignal }))
    if (alias?.indexes.includes(name)) {
      await askService(undefined, (abortSignal) => service.deleteAlias(aliasName, { abortSignal }))
    }
    await askService(undefined, (abortSignal) => service.deleteIndex(name, { abortSignal }))
  }

  async function point(partition: IndexPartition): Promise<void> {
    const index = await find(partition)
    if (index === null) return
    const alias = { name: aliasNameOf(prefix, partition.tenantId), indexes: [index.name] }
    await askService(undefined, (abortSignal) => service.createOrUpdateAlias(alias, { abortSignal }))
  }

  return { find, findOrCreate, forget: (name) => void known.delete(name), remove, point }
}

/** Throw `index-mismatch` unless the index holds vectors of this size. */
export function requireVectorSize({ dimensions: indexed }: OpenIndex, dimensions: number): void {
  if (indexed === dimensions) return
  const detail = `The index holds vectors of ${indexed} numbers and the embedding model gives ${dimensions}; run "npx footnote reindex" to build it anew.`
  throw problem('index-mismatch', detail)
}

async function nullWhenMissing<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
  try {
    return await askService(undefined, request)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function unlessTaken(request: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  try {
    await askService(undefined, request)
  } catch (error) {
    if (!isTaken(error)) throw error
  }
}
