import { APIConnectionError, APIError } from 'openai'
import { isProblem, type ProblemCode, type ProblemError, problem } from '../../contracts/errors.ts'

/** Statuses after which the same request can succeed a moment later. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429, 500, 502, 503, 504])

/** How failures of a model server are told. */
export interface FailingServer {
  readonly code: Extract<ProblemCode, 'model-unavailable' | 'service-unavailable'>
  /** At the beginning of a sentence, for example `The language model`. */
  readonly subject: string
}

/**
 * Turn whatever a model server or its client did into a known problem. Texts of the server are left out on purpose:
 * servers repeat the key or the prompt in their error messages.
 */
export function serverFailure(error: unknown, { code, subject }: FailingServer): ProblemError {
  if (isProblem(error)) return error
  if (error instanceof APIConnectionError)
    return problem(code, `${subject} cannot be reached; check that its server runs and its address is right.`)
  if (!(error instanceof APIError) || typeof error.status !== 'number')
    return problem(code, `${subject} broke off or sent something unreadable; try again in a moment.`)
  const retryAfterInSeconds = retryAfterOf(error)
  const options = retryAfterInSeconds === undefined ? {} : { retryAfterInSeconds }
  return problem(code, `${subject} ${whatStatusMeans(error.status)}`, options)
}

/** Seconds to wait before trying once more, or null when trying again is no use. */
export function secondsUntilRetry(error: unknown): number | null {
  if (error instanceof APIConnectionError) return 0
  if (!(error instanceof APIError) || typeof error.status !== 'number') return null
  return PASSING_STATUSES.has(error.status) ? (retryAfterOf(error) ?? 0) : null
}

function whatStatusMeans(status: number): string {
  if (status === 401 || status === 403) return `refused the key (status ${status}); check the configured key.`
  if (status === 404) return 'does not exist at its server; check its name and address.'
  if (status === 429) return 'is busy; try again in a moment.'
  return `answered with status ${status}; try again in a moment.`
}

function retryAfterOf(error: APIError): number | undefined {
  const value = error.headers?.get('retry-after')
  const seconds = value ? Number(value) : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
}
