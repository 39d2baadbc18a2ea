import { problem } from '../../contracts/errors.ts'

/** For one request with all its retries. */
const REQUEST_DEADLINE_IN_MS = 30_000
/** After this a service that did not answer may well answer again. */
const RETRY_AFTER_IN_SECONDS = 5
const BAD_REQUEST = 400
const REFUSED: ReadonlySet<number> = new Set([401, 403])
const NOT_FOUND = 404
const CONFLICT = 409
const TOO_LARGE = 413
const TRANSIENT: ReadonlySet<number> = new Set([NOT_FOUND, 408, CONFLICT, 422, 429])

/**
 * Ask the service for something, with the caller's signal and a deadline. Throws the caller's reason when it was the caller
 * who gave up, and otherwise a problem that says what to do.
 */
export async function askService<T>(
  signal: AbortSignal | undefined,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const deadline = AbortSignal.timeout(REQUEST_DEADLINE_IN_MS)
  try {
    return await request(signal === undefined ? deadline : AbortSignal.any([signal, deadline]))
  } catch (error) {
    signal?.throwIfAborted()
    throw deadline.aborted ? unavailable(error) : serviceFailure(error)
  }
}

/** True when the index (or the alias) does not exist. */
export function isMissing(error: unknown): boolean {
  return statusOf(error) === NOT_FOUND
}

/** True when somebody else was quicker to make the same thing. */
export function isTaken(error: unknown): boolean {
  const status = statusOf(error)
  return status === CONFLICT || (status === BAD_REQUEST && /already exists/i.test(messageOf(error)))
}

/** True when a batch has more bytes than the service takes at once. */
export function isTooLarge(error: unknown): boolean {
  return statusOf(error) === TOO_LARGE
}

/** The error of a service that does not answer, or not yet as it should. */
export function unavailable(cause: unknown): Error {
  return problem('service-unavailable', 'The search service does not answer at the moment; try again soon.', {
    cause,
    retryAfterInSeconds: RETRY_AFTER_IN_SECONDS,
  })
}

/** The error of a service that has no room for more; a larger tier or more partitions give it some. */
export function serviceFull(cause: unknown): Error {
  return problem('storage-full', 'The search service is full; tell an administrator.', { cause })
}

/** True for what the service says when a quota is used up. */
export function speaksOfQuota(message: string): boolean {
  return /quota/i.test(message)
}

function serviceFailure(error: unknown): unknown {
  if (!isRestError(error)) return error
  const { statusCode: status } = error
  if (speaksOfQuota(messageOf(error))) return serviceFull(error)
  if (status !== undefined && REFUSED.has(status)) {
    const detail = 'The search service refuses our key or identity; check the FOOTNOTE_SEARCH settings and its roles.'
    return problem('service-unavailable', detail, { cause: error })
  }
  return status === undefined || status >= 500 || TRANSIENT.has(status) ? unavailable(error) : error
}

/** Also of an error that `askService` wrapped. */
function statusOf(error: unknown): number | undefined {
  if (isRestError(error)) return error.statusCode
  return error instanceof Error && error.cause !== undefined ? statusOf(error.cause) : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.message} ${error.cause instanceof Error ? error.cause.message : ''}` : ''
}

/** A reply of the service that was an error, or no reply at all (without a status). */
interface RestError extends Error {
  readonly statusCode?: number
}

function isRestError(error: unknown): error is RestError {
  return error instanceof Error && error.name === 'RestError'
}
