/** Every error a caller can meet, with its HTTP status and the title of its RFC 9457 problem. The list is closed. */
export const PROBLEMS = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'query-empty': { status: 400, title: 'The question is empty' },
  'query-too-long': { status: 400, title: 'The question is too long' },
  'filter-unknown': { status: 400, title: 'The filter is unknown' },
  'not-authenticated': { status: 401, title: 'You are not signed in' },
  'token-expired': { status: 401, title: 'The token has expired' },
  'sign-in-code-invalid': { status: 401, title: 'The sign-in link is no longer valid' },
  'role-missing': { status: 403, title: 'Your role does not allow this' },
  'topic-blocked': { status: 403, title: 'This may not be asked here' },
  'would-lock-out': { status: 403, title: 'You would no longer see it yourself' },
  'request-forgery': { status: 403, title: 'The request did not come from the application' },
  'not-found': { status: 404, title: 'Not found' },
  'document-not-found': { status: 404, title: 'The document does not exist, or you may not read it' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'user-exists': { status: 409, title: 'This person is here already' },
  'administrator-needed': { status: 409, title: 'An administrator must remain' },
  'not-allowed-now': { status: 409, title: 'This cannot be done here' },
  held: { status: 409, title: 'A legal hold keeps this' },
  'news-overtaken': { status: 409, title: 'Something newer is known' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'media-type-unsupported': { status: 415, title: 'The media type is not supported' },
  'content-refused': { status: 422, title: 'A content filter refused this' },
  'quota-exceeded': { status: 429, title: 'Too many requests' },
  'budget-exceeded': { status: 429, title: 'The budget for today is used up' },
  'request-cancelled': { status: 499, title: 'The request was cancelled' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'service-unavailable': { status: 503, title: 'A part of the service is not available' },
  'storage-full': { status: 507, title: 'The storage is full' },
  'queue-full': { status: 503, title: 'Too many documents wait to be read' },
  'model-unavailable': { status: 503, title: 'The language model is not available' },
  'index-mismatch': { status: 503, title: 'The search index was built with another embedding model' },
} as const

export type ProblemCode = keyof typeof PROBLEMS

export interface ProblemOptions {
  readonly cause?: unknown
  /** Extra members of the problem document; never texts, tokens or secrets. */
  readonly extensions?: Readonly<Record<string, unknown>>
  /** Seconds after which trying again can succeed; becomes `Retry-After`. */
  readonly retryAfterInSeconds?: number
}

/** A known error. `detail` is one sentence that tells the caller what to do next. */
export class ProblemError extends Error {
  readonly code: ProblemCode
  readonly extensions: Readonly<Record<string, unknown>>
  readonly retryAfterInSeconds: number | undefined

  constructor(code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ProblemError'
    this.code = code
    this.extensions = options.extensions ?? {}
    this.retryAfterInSeconds = options.retryAfterInSeconds
  }
}

/** Make a known error to throw: `throw problem('document-not-found', 'Check the id, or ask its owner for access.')`. */
export function problem(code: ProblemCode, detail: string, options: ProblemOptions = {}): ProblemError {
  return new ProblemError(code, detail, options)
}

/** True for an error of the closed list. */
export function isProblem(error: unknown): error is ProblemError {
  return error instanceof ProblemError
}
