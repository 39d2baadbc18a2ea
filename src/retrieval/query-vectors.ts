import { LRUCache } from 'lru-cache'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'

/** A question waits this long for its vector; then it is searched for by its words alone. */
const LONGEST_WAIT_IN_MS = 2_000
/** After a failure nobody waits for this long: a model that hangs would otherwise hold up every question. */
const PAUSE_IN_MS = 5_000
/** Vectors of questions that were asked lately: follow-ups, repetitions and shared questions need no second call. */
const REMEMBERED_QUESTIONS = 1_000

/** The vector of a question, or null when the model fails or is late. Rejects only when the caller goes away. */
export type QueryVectors = (query: string, signal: AbortSignal) => Promise<Float32Array | null>

export interface QueryVectorsOptions {
  readonly longestWaitInMs?: number
  /** Milliseconds of any steady clock. */
  readonly now?: () => number
}

/** Ask an embedding model for the vectors of questions, within a time, and remember them by text. */
export function createQueryVectors(
  embedder: Pick<EmbeddingModel, 'embedQuery'>,
  { longestWaitInMs = LONGEST_WAIT_IN_MS, now = () => performance.now() }: QueryVectorsOptions = {},
): QueryVectors {
  const known = new LRUCache<string, Float32Array>({ max: REMEMBERED_QUESTIONS })
  let pausedUntil = Number.NEGATIVE_INFINITY

  return async (query, signal) => {
    signal.throwIfAborted()
    const remembered = known.get(query)
    if (remembered !== undefined) return remembered
    if (now() < pausedUntil) return null
    try {
      const embedded = await within(longestWaitInMs, signal, (both) => embedder.embedQuery(query, both))
      known.set(query, embedded)
      return embedded
    } catch {
      signal.throwIfAborted()
      pausedUntil = now() + PAUSE_IN_MS
      return null
    }
  }
}

/** Do something that may take only so long, also when it does not listen to its signal. */
export async function within<T>(
  inMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted()
  const both = AbortSignal.any([signal, AbortSignal.timeout(inMs)])
  const { promise: late, reject } = Promise.withResolvers<never>()
  const onLate = () => reject(both.reason)
  both.addEventListener('abort', onLate, { once: true })
  try {
    return await Promise.race([work(both), late])
  } finally {
    both.removeEventListener('abort', onLate)
  }
}
