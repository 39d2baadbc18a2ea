import { APIConnectionError, APIError } from 'openai'
import { isProblem, type ProblemCode, type ProblemError, problem } from '../../contracts/errors.ts'
import { IdentityError } from '../machine-identity.ts'
import { refusedPrompt } from './content-filter.ts'
import { retryAfterOf } from './retry-after.ts'
import { whyUnreachable } from './why-unreachable.ts'

/** Statuses after which the same request can succeed a moment later. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 409, 425, 429, 500, 502, 503, 504])
/** A busy server that does not say for how long is left alone for so many seconds. */
const PAUSE_OF_A_BUSY_SERVER = 1
/** How servers word it when prompt and answer are too long together. */
const TOO_LONG = /context[ _](?:length|window|size)|too many tokens|prompt is too long/i

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
  const refused = refusedPrompt(error)
  if (refused !== null) return refused
  if (error instanceof Error && error.cause instanceof IdentityError)
    return problem(code, `${subject} ${error.cause.message}`)
  if (error instanceof APIConnectionError)
    return problem(code, `${subject} cannot be reached: ${whyUnreachable(error)}`)
  if (!(error instanceof APIError) || typeof error.status !== 'number')
    return problem(code, `${subject} broke off or sent something unreadable; try again in a moment.`)
  const retryAfterInSeconds = retryAfterOf(error.headers)
  const options = retryAfterInSeconds === undefined ? {} : { retryAfterInSeconds }
  return problem(code, `${subject} ${whatStatusMeans(error.status, isTooLong(error))}`, options)
}

/** True for failures that the next caller meets as well: nothing answers, or what answers is broken. */
export function saysServerIsDown(error: unknown): boolean {
  if (isProblem(error)) return error.code !== 'content-refused'
  return !(error instanceof APIError) || error.status === undefined || error.status >= 500
}

/** Seconds to wait before trying once more, or null when trying again is no use. */
export function secondsUntilRetry(error: unknown): number | null {
  if (error instanceof APIConnectionError) return 0
  if (!(error instanceof APIError) || typeof error.status !== 'number') return null
  if (!PASSING_STATUSES.has(error.status)) return null
  return retryAfterOf(error.headers) ?? (error.status === 429 ? PAUSE_OF_A_BUSY_SERVER : 0)
}

function isTooLong(error: APIError): boolean {
  return error.code === 'context_length_exceeded' || TOO_LONG.test(error.message)
}

function whatStatusMeans(status: number, tooLong: boolean): string {
  if (status === 401 || status === 403) return `refused the key (status ${status}); check the configured key.`
  if (status === 404) return 'does not exist at its server; check its name and address.'
  if (status === 429) return 'is busy; try again in a moment.'
  if (tooLong) return 'has a smaller context window than is configured; configure the size that its server gives it.'
  if (status < 500) return `does not understand the request (status ${status}); check its name and address.`
  return `answered with status ${status}; try again in a moment.`
}
