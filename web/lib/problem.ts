import { messages } from './messages.ts'

/** What went wrong with a request, in the words of the server's problem document where there is one. */
export interface Problem {
  /** HTTP status, or null when no reply arrived or a stream reported the error itself. */
  readonly status: number | null
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly requestId: string | null
  /** Seconds until a retry can succeed, or null when it may be tried at once. */
  readonly retryAfterInSeconds: number | null
}

/** Thrown by everything that talks to the server; carries the problem to show. */
export class RequestFailed extends Error {
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail, { cause })
    this.name = 'RequestFailed'
    this.problem = problem
  }
}

/** The problem in anything that was thrown: known ones as they are, broken connections as "cannot be reached". */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestFailed) return error.problem
  return localProblem('unreachable', messages.problem.unreachableTitle, messages.problem.unreachableDetail)
}

/** A problem the client found by itself. */
export function localProblem(code: string, title: string, detail: string): Problem {
  return { status: null, code, title, detail, requestId: null, retryAfterInSeconds: null }
}

/** Read an RFC 9457 body; anything else (a proxy's page, say) becomes "the reply could not be read" with the status kept. */
export function problemFromReply(status: number, body: string, retryAfter: string | null): Problem {
  const members = membersOf(body)
  return {
    status,
    code: textOr(members['code'], 'unreadable'),
    title: textOr(members['title'], messages.problem.unreadableTitle),
    detail: textOr(members['detail'], messages.problem.unreadableDetail),
    requestId: typeof members['request_id'] === 'string' ? members['request_id'] : null,
    retryAfterInSeconds: secondsOf(retryAfter),
  }
}

function membersOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise
}

function secondsOf(retryAfter: string | null): number | null {
  const seconds = Number(retryAfter ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null
}
