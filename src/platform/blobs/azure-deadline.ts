import { isRestError } from '@azure/storage-blob'
import { problem } from '../../contracts/errors.ts'

const TOO_MANY_REQUESTS = 429
const REQUEST_TIMEOUT = 408
const INSUFFICIENT_STORAGE = 507
/** After this a store that did not answer may well answer again. */
const RETRY_AFTER_IN_SECONDS = 5

/**
 * Ask the store for something, with the caller's signal and a deadline. Throws the caller's reason when it was the caller
 * who gave up, `service-unavailable` when the store does not answer, and what the store said otherwise.
 */
export async function askStore<T>(
  { signal, deadlineInMs }: { readonly signal: AbortSignal | undefined; readonly deadlineInMs: number },
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), deadlineInMs)
  try {
    // The deadline ends with the reply; the caller's signal goes on to hold for a body that is still being read.
    return await ask(signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]))
  } catch (error) {
    signal?.throwIfAborted()
    throw deadline.signal.aborted ? unavailable(error) : storeFailure(error)
  } finally {
    clearTimeout(timer)
  }
}

/** What an error of the store means to the caller. Refusals of our credentials stay what they are: nobody can wait them out. */
export function storeFailure(error: unknown): unknown {
  if (!isRestError(error)) return error
  const { statusCode } = error
  if (statusCode === INSUFFICIENT_STORAGE) return storageFull(error)
  const isTransient =
    statusCode === undefined || statusCode >= 500 || statusCode === TOO_MANY_REQUESTS || statusCode === REQUEST_TIMEOUT
  return isTransient ? unavailable(error) : error
}

/** The error of a store that does not answer. */
export function unavailable(cause: unknown): Error {
  return problem('service-unavailable', 'The store of the documents does not answer at the moment; try again soon.', {
    cause,
    retryAfterInSeconds: RETRY_AFTER_IN_SECONDS,
  })
}

function storageFull(cause: unknown): Error {
  return problem('storage-full', 'The store of the documents is full; tell an administrator.', { cause })
}
