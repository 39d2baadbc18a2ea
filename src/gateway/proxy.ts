import type { IncomingHttpHeaders } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Dispatcher, Pool } from 'undici'
import { REQUEST_HEADER } from '../contracts/auth.ts'
import { inboundCallOf } from '../platform/http/call-context.ts'
import { CALL_CONTEXT_HEADER, type CallContextTokens } from '../platform/http/call-context-token.ts'
import { unreachable } from '../platform/http/remote-problem.ts'
import { TOKEN_USAGE_HEADER } from '../platform/http/token-usage.ts'
import { asTheRoleDecides } from '../policies/as-the-role-decides.ts'
import { forward } from './forward.ts'
import { notesOf } from './request-notes.ts'

/** Headers of a client that a role may see. Everything else stays at the gateway: cookies, tokens, look-alikes of our own headers. */
const FORWARDED_HEADERS = [
  'accept',
  'accept-language',
  'content-type',
  'if-match',
  'if-none-match',
  'last-event-id',
  'range',
  'prefer',
] as const
/** The auth role alone sees what signs people in and out: cookies, which page a change comes from, which browser it is. */
const FORWARDED_TO_AUTH = [
  ...FORWARDED_HEADERS,
  'cookie',
  'origin',
  'sec-fetch-site',
  'user-agent',
  REQUEST_HEADER,
] as const
/** Clients of the local provider present their own credential to it. */
const PROVIDER_PREFIX = '/auth/provider/'
const FORWARDED_TO_PROVIDER = [...FORWARDED_TO_AUTH, 'authorization'] as const

/** Headers of a role that a client may see, and two that the gateway reads and takes off. */
const ANSWERED_HEADERS: ReadonlySet<string> = new Set([
  'accept-ranges',
  'allow',
  'cache-control',
  'clear-site-data',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'content-security-policy',
  'content-type',
  'cross-origin-opener-policy',
  'etag',
  'last-modified',
  'link',
  'location',
  'referrer-policy',
  'retry-after',
  'vary',
  'www-authenticate',
  'x-accel-buffering',
  'x-content-type-options',
  'x-footnote-answer-id',
  'x-footnote-cacheable',
  'x-frame-options',
  TOKEN_USAGE_HEADER,
])
/** Only the auth role starts and ends sessions. */
const ANSWERED_BY_AUTH: ReadonlySet<string> = new Set([...ANSWERED_HEADERS, 'set-cookie'])

/** An answer by a slow model may take minutes; a role that says nothing at all for this long is gone. */
const UPSTREAM_TIMEOUT_IN_MS = 120_000
/** A process in the same network accepts at once, or it is not there. */
const CONNECT_TIMEOUT_IN_MS = 5_000
/** Idle connections are closed before the role closes them (72 s), or a request could meet a closing door. */
const KEEP_ALIVE_TIMEOUT_IN_MS = 60_000
const RAW_BODY = 'rawBody'
/** The one route whose bodies this process reads. */
const QUESTIONS = '/api/ask'
const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD'])

export interface Upstream {
  readonly role: string
  readonly url: string
  /** What the role answers in public, as method and path: `GET /api/documents/:id`. */
  readonly routes: readonly string[]
}

/**
 * Forward the public routes of a role that another process hosts, with the verified call context and nothing to spoof it.
 * Only routes that the role has are there at all: every other method and path is refused as in one process.
 */
export async function proxyTo(app: FastifyInstance, upstream: Upstream, tokens: CallContextTokens): Promise<void> {
  const { origin, pathname } = new URL(upstream.url)
  const base = pathname.replace(/\/$/, '')
  const pool = new Pool(origin, {
    pipelining: 1,
    connect: { timeout: CONNECT_TIMEOUT_IN_MS },
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_IN_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_TIMEOUT_IN_MS,
    headersTimeout: UPSTREAM_TIMEOUT_IN_MS,
    bodyTimeout: UPSTREAM_TIMEOUT_IN_MS,
  })
  app.addHook('onClose', () => pool.destroy())
  if (!app.hasRequestDecorator(RAW_BODY)) app.decorateRequest(RAW_BODY, null)
  await app.register(async (scope) => {
    const peer = { pool, base, tokens, role: upstream.role }
    passBodiesThrough(scope)
    const paths = byPath(upstream.routes)
    for (const [path, methods] of paths) if (path !== QUESTIONS) addRoute(scope, peer, path, methods)
    await scope.register(async (questions) => {
      readBodies(questions)
      const methods = paths.get(QUESTIONS)
      if (methods !== undefined) addRoute(questions, peer, QUESTIONS, methods)
    })
  })
}

function addRoute(scope: FastifyInstance, peer: Peer, url: string, method: string[]): void {
  scope.route({
    method,
    url,
    schema: { hide: true },
    config: { policy: asTheRoleDecides },
    handler: (request, reply) => answerFrom(peer, request, reply),
  })
}

function byPath(routes: readonly string[]): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ')
    methods.set(path, [...(methods.get(path) ?? []), method])
  }
  return methods
}

/** Bodies go on as they come, however long they are: they are the role's to read and to refuse. */
function passBodiesThrough(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
}

/** A question is read as well, because the answer cache needs it; one that is no JSON is the role's to refuse. */
function readBodies(scope: FastifyInstance): void {
  scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.setDecorator(RAW_BODY, body)
    done(null, parsed(body.toString('utf8')))
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

interface Peer {
  readonly role: string
  readonly pool: Dispatcher
  /** Path under which the role is reached, without a slash at its end; usually empty. */
  readonly base: string
  readonly tokens: CallContextTokens
}

async function answerFrom(
  { pool, base, role, tokens }: Peer,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { url, method } = request
  const { signal } = inboundCallOf(request)
  const headers = await forwardedHeaders(request, role, tokens)
  const answered = role === 'auth' ? ANSWERED_BY_AUTH : ANSWERED_HEADERS
  const body = bodyOf(request, headers)
  try {
    return await forward(
      pool,
      { path: `${base}${url}`, method, headers, body, signal, filterHeaders: (given) => onlyNamed(given, answered) },
      reply,
    )
  } catch (error) {
    signal.throwIfAborted()
    throw unreachable(role, error)
  }
}

function bodyOf(request: FastifyRequest, headers: Record<string, string>): Buffer | Readable | null {
  if (WITHOUT_BODY.has(request.method)) return null
  const raw = request.getDecorator<Buffer | null>(RAW_BODY)
  if (raw !== null) return raw
  if (!(request.body instanceof Readable)) return null
  const length = request.headers['content-length']
  if (length !== undefined) headers['content-length'] = length
  return request.body
}

async function forwardedHeaders(
  request: FastifyRequest,
  role: string,
  tokens: CallContextTokens,
): Promise<Record<string, string>> {
  const { principal, requestId, clock, trace } = inboundCallOf(request)
  const { url, method } = request
  const path = url.split('?', 1)[0] ?? url
  const headers: Record<string, string> = {
    'x-request-id': requestId,
    traceparent: trace.traceparent,
    // Links that a role makes must lead to the address that people know.
    'x-forwarded-host': request.host,
    'x-forwarded-proto': request.protocol,
    'x-forwarded-for': notesOf(request).address,
    [CALL_CONTEXT_HEADER]: await tokens.sign({ principal, clock }, { audience: role, method, path }),
  }
  if (trace.tracestate !== undefined) headers['tracestate'] = trace.tracestate
  for (const name of namesFor(role, path)) {
    const value = request.headers[name]
    if (typeof value === 'string') headers[name] = value
  }
  return headers
}

function namesFor(role: string, path: string): readonly string[] {
  if (role !== 'auth') return FORWARDED_HEADERS
  return path.startsWith(PROVIDER_PREFIX) ? FORWARDED_TO_PROVIDER : FORWARDED_TO_AUTH
}

function onlyNamed(headers: IncomingHttpHeaders, names: ReadonlySet<string>): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && names.has(name)) kept[name] = value
  }
  return kept
}
