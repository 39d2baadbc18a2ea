import { setTimeout } from 'node:timers/promises'
import { IndexDocumentsBatch, type SearchClient } from '@azure/search-documents'
import type { PassageDocument } from './azure-search-documents.ts'
import { askService, isTooLarge, serviceFull, speaksOfQuota, unavailable } from './azure-search-failures.ts'

/** What Azure takes in one request: 1,000 documents and 16 MB. */
export const MOST_ACTIONS = 1_000
/** Half of it, for our estimate leaves out what stands around the documents. */
const MOST_BYTES = 8 * 1_048_576
/** At once, then after 0.2, 0.6, 1.4 and 3 s. */
const MOST_TRIES = 5
const FIRST_PAUSE_IN_MS = 200
/** Of one document in a batch: a conflict with another writer, an index that is busy, a service that is. */
const WORTH_ANOTHER_TRY: ReadonlySet<number> = new Set([409, 422, 429, 503])
const NOT_FOUND = 404

type Client = SearchClient<PassageDocument>
type Change = Partial<PassageDocument> & Pick<PassageDocument, 'id'>

/** Parts of the list that go into one request each, by their number and an estimate of their bytes. */
export function* batchesOf<T>(items: readonly T[], bytesOf: (item: T) => number): Generator<readonly T[]> {
  let batch: T[] = []
  let bytes = 0
  for (const item of items) {
    const more = bytesOf(item)
    if (batch.length === MOST_ACTIONS || (batch.length > 0 && bytes + more > MOST_BYTES)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(item)
    bytes += more
  }
  if (batch.length > 0) yield batch
}

/** `upload` writes documents whole, in place of those with the same keys; `merge` writes the fields that are given. */
export type ChangeType = 'upload' | 'merge' | 'delete'

/**
 * Change documents. A request can succeed for some of them and fail for others: those that failed are sent again when that
 * can help. Merging and deleting what is gone succeeds. Throws what the service said of the first that cannot be helped.
 */
export async function change(client: Client, type: ChangeType, documents: readonly Change[]): Promise<void> {
  let left = documents
  for (let attempt = 1; left.length > 0; attempt++) {
    let failed: ReadonlySet<string>
    try {
      failed = await send(client, type, left)
    } catch (error) {
      if (!isTooLarge(error) || left.length === 1) throw error
      const middle = Math.ceil(left.length / 2)
      await change(client, type, left.slice(0, middle))
      return change(client, type, left.slice(middle))
    }
    left = left.filter(({ id }) => failed.has(id))
    if (left.length === 0) return
    if (attempt === MOST_TRIES) throw unavailable(new Error(`${left.length} documents were not taken`))
    await setTimeout(FIRST_PAUSE_IN_MS * (2 ** attempt - 1))
  }
}

/** The keys that are worth another try. */
async function send(client: Client, type: ChangeType, documents: readonly Change[]): Promise<ReadonlySet<string>> {
  const batch = new IndexDocumentsBatch(documents.map((document) => ({ ...document, __actionType: type })))
  const { results } = await askService(undefined, (abortSignal) => client.indexDocuments(batch, { abortSignal }))
  const failed = results.filter(({ succeeded, statusCode }) => !succeeded && statusCode !== NOT_FOUND)
  const hopeless = failed.find(({ statusCode }) => !WORTH_ANOTHER_TRY.has(statusCode))
  if (hopeless !== undefined) {
    const error = new Error(`${hopeless.statusCode} for ${hopeless.key}: ${hopeless.errorMessage ?? ''}`)
    throw speaksOfQuota(error.message) ? serviceFull(error) : error
  }
  return new Set(failed.map(({ key }) => key))
}
