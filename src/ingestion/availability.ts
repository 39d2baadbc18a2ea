import { sql } from 'drizzle-orm'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Database } from '../platform/database/database.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import { findActiveGeneration } from '../platform/index-generations/active-generation.ts'
import { type ModelCheck, requireSameModel } from '../platform/index-generations/model-check.ts'
import type { SearchIndex } from '../platform/search-index/search-index.ts'

/** What reading a document needs besides the document. */
export interface NeededParts {
  readonly database: Database
  readonly blobs: Blobs
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly generation: string
  readonly modelCheck?: ModelCheck
}

/** A part that does not answer within this time is as good as gone. */
const ANSWER_WITHIN_IN_MS = 5_000

/** No original has this name, so that the store has to look and finds nothing. */
const NO_ORIGINAL = '0'.repeat(64)

/** Ask every part something small, and return the names of those that do not answer. */
export async function unavailableParts(parts: NeededParts, tenantId: string): Promise<readonly string[]> {
  const { database, blobs, index, embedder, generation, modelCheck } = parts
  const questions: readonly (readonly [string, (signal: AbortSignal) => Promise<unknown>])[] = [
    ['The database', () => database.forTenant(tenantId).execute(sql`select 1`)],
    ['The store of originals', () => blobs.has(tenantId, NO_ORIGINAL)],
    ['The search index', () => index.count({ tenantId, generation })],
    ['The embedding model', (signal) => embedder.embedQuery('available', signal)],
    [
      'The embedding model that built the search index',
      async () => {
        if (modelCheck === undefined) return
        const active = await findActiveGeneration(database.forTenant(tenantId), tenantId)
        if (active !== null) await requireSameModel(modelCheck, { tenantId, generation: active.id })
      },
    ],
  ]
  const names = await Promise.all(questions.map(async ([name, ask]) => ((await answers(ask)) ? null : name)))
  return names.filter((name) => name !== null)
}

async function answers(ask: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_IN_MS)
  const { promise: late, reject } = Promise.withResolvers<never>()
  const onLate = () => reject(signal.reason as Error)
  signal.addEventListener('abort', onLate, { once: true })
  try {
    await Promise.race([ask(signal), late])
    return true
  } catch {
    return false
  } finally {
    signal.removeEventListener('abort', onLate)
  }
}
