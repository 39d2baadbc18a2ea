import httpProxy, { type FastifyHttpProxyOptions } from '@fastify/http-proxy'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { inboundCallOf } from '../platform/http/call-context.ts'
import { CALL_CONTEXT_HEADER, type CallContextTokens } from '../platform/http/call-context-token.ts'
import { sendProblem } from '../platform/http/problem-replies.ts'
import { unreachable } from '../platform/http/remote-problem.ts'
import { asTheRoleDecides } from '../policies/as-the-role-decides.ts'

/** Headers of a client that a role may see. Everything else stays at the gateway: cookies, tokens, look-alikes of our own headers. */
const FORWARDED_HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'content-length',
  'content-type',
  'if-none-match',
  'range',
  'traceparent',
  'tracestate',
  'transfer-encoding',
])
/** An answer by a slow model may take minutes; a role that says nothing at all for this long is gone. */
const UPSTREAM_TIMEOUT_IN_MS = 120_000
/** The auth role alone sees the session cookie: it ends the session when somebody signs out. */
const FORWARDED_TO_AUTH: ReadonlySet<string> = new Set([...FORWARDED_HEADERS, 'cookie'])
const CONTEXT_TOKEN = 'callContextToken'

export interface Upstream {
  readonly role: string
  readonly url: string
  readonly prefixes: readonly string[]
}

/** Forward the public routes of a role that another process hosts, with the verified call context and nothing to spoof it. */
export async function proxyTo(app: FastifyInstance, upstream: Upstream, tokens: CallContextTokens): Promise<void> {
  if (!app.hasRequestDecorator(CONTEXT_TOKEN)) app.decorateRequest(CONTEXT_TOKEN, '')
  await app.register(async (scope) => {
    scope.addHook('preHandler', async (request) => {
      const { principal, requestId, clock } = inboundCallOf(request)
      request.setDecorator(
        CONTEXT_TOKEN,
        await tokens.sign(
          { principal, requestId, clock },
          { audience: upstream.role, method: request.method, path: request.url.split('?', 1)[0] ?? '/' },
        ),
      )
    })
    for (const prefix of upstream.prefixes) await scope.register(httpProxy, proxyOptions(upstream, prefix))
  })
}

function proxyOptions(upstream: Upstream, prefix: string): FastifyHttpProxyOptions {
  const names = upstream.role === 'auth' ? FORWARDED_TO_AUTH : FORWARDED_HEADERS
  return {
    upstream: upstream.url,
    prefix,
    rewritePrefix: prefix,
    config: { policy: asTheRoleDecides },
    // The question is parsed here as well, because the answer cache needs it; uploads pass through as they come.
    proxyPayloads: prefix !== '/api/ask',
    undici: { bodyTimeout: UPSTREAM_TIMEOUT_IN_MS, headersTimeout: UPSTREAM_TIMEOUT_IN_MS },
    // The access log has a line for every request already.
    disableRequestLogging: true,
    retryMethods: [],
    maxRetriesOn503: 0,
    replyOptions: {
      rewriteRequestHeaders: (request, headers) => forwardedHeaders(request as FastifyRequest, headers, names),
      onError: (reply, { error }) =>
        void sendProblem(reply.request as FastifyRequest, reply as FastifyReply, unreachable(upstream.role, error)),
    },
  }
}

function forwardedHeaders(
  request: FastifyRequest,
  headers: Readonly<Record<string, unknown>>,
  names: ReadonlySet<string>,
) {
  const kept = Object.entries(headers).filter(([name]) => names.has(name))
  const token = request.getDecorator<string>(CONTEXT_TOKEN)
  return {
    ...(Object.fromEntries(kept) as Record<string, string>),
    'x-request-id': request.id,
    // Links that a role makes must lead to the address that people know.
    'x-forwarded-host': request.host,
    'x-forwarded-proto': request.protocol,
    ...(token === '' ? {} : { [CALL_CONTEXT_HEADER]: token }),
  }
}
