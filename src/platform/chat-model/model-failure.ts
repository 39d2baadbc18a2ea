import { APIConnectionError, APIError } from 'openai'
import { isProblem, type ProblemError, problem } from '../../contracts/errors.ts'

/** Statuses after which the same request can succeed a moment later. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429, 500, 502, 503, 504])

/**
 * Turn whatever a model server or its client did into `model-unavailable`. Texts of the server are left out on purpose:
 * servers repeat the key or the prompt in their error messages.
 */
export function modelFailure(error: unknown): ProblemError {
  if (isProblem(error)) return error
  if (error instanceof APIConnectionError) {
    return problem(
      'model-unavailable',
      'The language model cannot be reached; check that its server runs and its address is right.',
    )
  }
  if (error instanceof APIError && typeof error.status === 'number')
    return statusFailure(error.status, retryAfterOf(error))
  return problem(
    'model-unavailable',
    'The language model broke off or sent something unreadable; try again in a moment.',
  )
}

/** Seconds to wait before trying once more, or null when trying again is no use. */
export function secondsUntilRetry(error: unknown): number | null {
  if (error instanceof APIConnectionError) return 0
  if (!(error instanceof APIError) || typeof error.status !== 'number') return null
  return PASSING_STATUSES.has(error.status) ? (retryAfterOf(error) ?? 0) : null
}

function statusFailure(status: number, retryAfterInSeconds: number | undefined): ProblemError {
  const options = retryAfterInSeconds === undefined ? {} : { retryAfterInSeconds }
  if (status === 401 || status === 403) {
    return problem(
      'model-unavailable',
      `The language model refused the key (status ${status}); check the configured key.`,
    )
  }
  if (status === 404) {
    return problem('model-unavailable', 'The language model does not exist at its server; check its name and address.')
  }
  if (status === 429) return problem('model-unavailable', 'The language model is busy; try again in a moment.', options)
  return problem(
    'model-unavailable',
    `The language model answered with status ${status}; try again in a moment.`,
    options,
  )
}

function retryAfterOf(error: APIError): number | undefined {
  const value = error.headers?.get('retry-after')
  const seconds = value ? Number(value) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
}
