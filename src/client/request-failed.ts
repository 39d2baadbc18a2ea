/** What went wrong with a request, in the words of the server's problem document where there is one (RFC 9457). */
export interface Problem {
  /** HTTP status, or null when no reply arrived or a stream reported the error itself. */
  readonly status: number | null
  /** A code of `contracts/errors.ts`, or `unreadable` for a reply that is not Footnote's. */
  readonly code: string
  readonly title: string
  readonly detail: string
  readonly requestId: string | null
  /** Seconds until a retry can succeed, or null when the server named none. */
  readonly retryAfterInSeconds: number | null
  /** The whole problem document, for the members that some codes have beside these. */
  readonly members: Readonly<Record<string, unknown>>
}

/** Thrown by everything that talks to the server. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed'
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    const request = problem.requestId === null ? '' : `, request ${problem.requestId}`
    super(`${problem.title}. ${problem.detail} (${problem.code}${request})`, { cause })
    this.problem = problem
  }
}

/** Read the body of a refusal. Anything but a problem document (the page of a proxy, say) gets the code `unreadable`. */
export function problemFromReply(status: number, body: string, retryAfter: string | null): Problem {
  const members = membersOf(body)
  return {
    status,
    code: textOr(members['code'], 'unreadable'),
    title: textOr(members['title'], "The server gave an answer that is not Footnote's"),
    detail: textOr(members['detail'], 'Check the address.'),
    requestId: typeof members['request_id'] === 'string' ? members['request_id'] : null,
    retryAfterInSeconds: secondsOf(retryAfter),
    members,
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
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : null
}
