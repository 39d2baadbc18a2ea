import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { isProblem, PROBLEMS, type ProblemError, problem } from '../../contracts/errors.ts'
import { findOutage } from './find-outage.ts'
import { validationProblem } from './validation-problem.ts'

/** Quota errors use the registered problem type of the IETF rate-limit headers draft; all others are ours. */
const QUOTA_TYPE = 'https://iana.org/assignments/http-problem-types#quota-exceeded'

/** The RFC 9457 body of a known error. */
export function problemBody(error: ProblemError, requestId: string) {
  const { status, title } = PROBLEMS[error.code]
  const type = error.code === 'quota-exceeded' ? QUOTA_TYPE : `urn:footnote:problem:${error.code}`
  return { type, title, status, detail: error.message, code: error.code, request_id: requestId, ...error.extensions }
}

/** Answer every error of a server as a problem: known ones rendered, unknown ones logged and answered without their text. */
export function installProblemReplies(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error))
  const routes = collectRoutes(app)
  app.setNotFoundHandler((request, reply) => {
    const allowed = routes.methodsOf(request.url)
    if (allowed.length === 0) {
      return sendProblem(
        request,
        reply,
        problem('not-found', 'There is nothing at this address; see /docs for all routes.'),
      )
    }
    reply.header('allow', allowed.join(', '))
    return sendProblem(request, reply, problem('method-not-allowed', `Use ${allowed.join(' or ')} here.`))
  })
}

/** Send any error as a problem reply. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const known = toProblem(error)
  logUnexpected(request, known, error)
  if (known.retryAfterInSeconds !== undefined) reply.header('retry-after', String(Math.ceil(known.retryAfterInSeconds)))
  if (known.code === 'not-authenticated' || known.code === 'token-expired') reply.header('www-authenticate', 'Bearer')
  return reply
    .code(PROBLEMS[known.code].status)
    .header('cache-control', 'private, no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ ...problemBody(known, request.id), ...forClientsOfOpenAi(request, known) }))
}

/** Their client libraries read the member `error` and nothing else; RFC 9457 allows more members than its own. */
function forClientsOfOpenAi({ url }: FastifyRequest, { code, message }: ProblemError): object {
  return url.startsWith('/v1/') ? { error: { message, type: code, code, param: null } } : {}
}

/** Keep what the caller is not told: the error behind an internal one, and behind one of a part that does not answer. */
export function logUnexpected(request: FastifyRequest, known: ProblemError, error: unknown): void {
  if (known.code === 'internal-error') request.log.error({ err: error, request_id: request.id }, 'unexpected error')
  if (known.code === 'service-unavailable' && known.cause !== undefined)
    request.log.warn({ err: known.cause, request_id: request.id }, 'a part does not answer')
}

/** Find the closed-list error that an error amounts to. */
export function toProblem(error: unknown): ProblemError {
  if (isProblem(error)) return error
  if (hasZodFastifySchemaValidationErrors(error)) return validationProblem(error.validation)
  const code = frameworkCode(error)
  if (code !== null) return problem(code, FRAMEWORK_DETAILS[code], { cause: error })
  const outage = findOutage(error)
  if (outage !== null) return unavailable(outage)
  return problem(
    'internal-error',
    'Something went wrong on our side; try again, and quote the request id if it stays.',
    {
      cause: error,
    },
  )
}

/** After this a part that did not answer may well answer again. */
const OUTAGE_RETRY_AFTER_IN_SECONDS = 5

function unavailable(cause: Error): ProblemError {
  const detail = 'A part that this needs does not answer at the moment; try again soon.'
  return problem('service-unavailable', detail, { cause, retryAfterInSeconds: OUTAGE_RETRY_AFTER_IN_SECONDS })
}

type FrameworkProblem =
  | 'body-too-large'
  | 'media-type-unsupported'
  | 'invalid-request'
  | 'storage-full'
  | 'request-cancelled'

const FRAMEWORK_DETAILS: Readonly<Record<FrameworkProblem, string>> = {
  'body-too-large': 'Send a smaller body, or split it.',
  'media-type-unsupported': 'Send the content type that the route documents at /docs.',
  'invalid-request': 'The body could not be read; send what the route documents at /docs.',
  'storage-full': 'The disk of the server is full; free some space and send it again.',
  'request-cancelled': 'The client closed the connection.',
}

function frameworkCode(error: unknown): FrameworkProblem | null {
  if (!(error instanceof Error)) return null
  const { code, statusCode } = error as FastifyError
  if (code === 'ENOSPC') return 'storage-full'
  if (error.name === 'AbortError') return 'request-cancelled'
  if (statusCode === 413) return 'body-too-large'
  if (statusCode === 415 || statusCode === 406) return 'media-type-unsupported'
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return 'invalid-request'
  return null
}

/** Which methods a path answers, so that a wrong method is told from an unknown address. */
function collectRoutes(app: FastifyInstance): { readonly methodsOf: (url: string) => readonly string[] } {
  const routes: { readonly pattern: RegExp; readonly method: string }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    if (url.includes('*')) return
    const pattern = new RegExp(`^${url.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}$`)
    for (const name of [method].flat()) routes.push({ pattern, method: name })
  })
  return {
    methodsOf: (url) => {
      const path = url.split('?', 1)[0] ?? url
      return [...new Set(routes.filter((route) => route.pattern.test(path)).map((route) => route.method))]
    },
  }
}
