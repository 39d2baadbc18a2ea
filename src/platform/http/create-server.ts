import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import swagger, { type SwaggerOptions } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import type { Clock } from '../../contracts/call-context.ts'
import type { Tracing } from '../telemetry/telemetry.ts'
import { INBOUND_CALL, identifyInboundCall, startInboundCall } from './call-context.ts'
import { CALL_CONTEXT_HEADER, type CallContextTokens, refusedCall } from './call-context-token.ts'
import { closeAnsweredConnections } from './close-answered.ts'
import { enforcePolicies } from './enforce-policies.ts'
import { installProblemReplies, sendProblem } from './problem-replies.ts'
import { rememberRoutes } from './published-routes.ts'
import { refuseBrokenRequest } from './refuse-broken-request.ts'
import { INTERNAL_PREFIX } from './remote.ts'
import { traceRequests } from './trace-requests.ts'
import { whenFinished } from './when-finished.ts'

/** Questions are at most 2,000 characters; uploads are streamed and have a limit of their own. */
const BODY_LIMIT_IN_BYTES = 64 * 1024
/** A request must have arrived completely by then, or a slow sender could hold a connection for ever. Uploads set their own. */
const REQUEST_TIMEOUT_IN_MS = 120_000
/** Headers are sent at once; whoever sends them drop by drop holds a socket for this long and no longer. */
const HEADERS_TIMEOUT_IN_MS = 15_000
/** How often Node looks for requests that are over their time; its default of half a minute would double ours. */
const TIMEOUT_CHECK_INTERVAL_IN_MS = 5_000
/** Longer than clients and load balancers keep idle connections, so that they close them and not we. */
const KEEP_ALIVE_TIMEOUT_IN_MS = 72_000
/** The call context of a person in many groups is longer than the 16 KB that Node allows by default. */
const MAXIMUM_HEADER_BYTES = 64 * 1024
/** Request ids from outside are kept when they look like ids. */
const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/

export interface ServerOptions {
  readonly clock: Clock
  readonly logger: FastifyBaseLogger
  readonly tracing: Tracing
  readonly tokens: CallContextTokens
  readonly roles: readonly string[]
  /** Proxies before the gateway whose X-Forwarded headers are believed. */
  readonly trustedProxies?: readonly string[]
}

/** A server with what every process has: request ids, call contexts, problem replies, schemas and their documentation. */
export async function createServer({
  clock,
  logger,
  tracing,
  tokens,
  roles,
  trustedProxies = [],
}: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger,
    // Lines of ours name the request themselves; a logger per request would cost more than most requests log.
    childLoggerFactory: (parent) => parent,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_IN_BYTES,
    requestTimeout: REQUEST_TIMEOUT_IN_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_IN_MS,
    http: {
      maxHeaderSize: MAXIMUM_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_IN_MS,
      connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_IN_MS,
    },
    forceCloseConnections: 'idle',
    // Behind the gateway the address that people use arrives in headers; the gateway itself believes named proxies only.
    trustProxy: roles.includes('gateway') ? trustedProxies.length > 0 && [...trustedProxies] : true,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => {
      reply.header('x-request-id', request.id)
      sendProblem(request, reply, error)
    },
    clientErrorHandler: refuseBrokenRequest,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    },
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest(INBOUND_CALL, null)
  rememberRoutes(app)
  installProblemReplies(app)
  acceptCalls(app, { clock, tokens, roles, tracing })
  enforcePolicies(app)
  closeAnsweredConnections(app)
  await app.register(cookie)
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: API_INFO, ...API_SECURITY },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true })
  return app
}

/** What whoever watches over a process asks it directly; everything else reaches a role through the gateway. */
const ASKED_DIRECTLY = /^\/(?:healthz|readyz|metrics|docs)(?:[/?]|$)/

/**
 * Start a call for every request. A process behind the gateway learns who asks from the call context that was signed for
 * this very request, and refuses requests without one, even where no sign-in is needed. The process of the gateway
 * believes it on internal routes only, because public requests come from outside.
 */
function acceptCalls(app: FastifyInstance, { clock, tokens, roles, tracing }: Omit<ServerOptions, 'logger'>): void {
  const behindGateway = !roles.includes('gateway')
  app.addHook('onRequest', (request, reply, done) => {
    startInboundCall(request, reply, clock)
    reply.header('x-request-id', request.id)
    done()
  })
  traceRequests(app, tracing)
  app.addHook('onRequest', (request, _reply, done) => {
    const isSigned = behindGateway || request.url.startsWith(`${INTERNAL_PREFIX}/`)
    if (!isSigned || ASKED_DIRECTLY.test(request.url)) done()
    else void whenFinished(identifyCaller(request), done)
  })
  async function identifyCaller(request: FastifyRequest): Promise<void> {
    const { url, method, headers } = request
    const token = headers[CALL_CONTEXT_HEADER]
    if (typeof token !== 'string') throw refusedCall()
    const hop = { audiences: roles, method, path: pathOf(url) }
    const { principal } = await tokens.verify(token, hop, clock.now())
    identifyInboundCall(request, principal)
  }
}

function pathOf(url: string): string {
  const end = url.indexOf('?')
  return end === -1 ? url : url.slice(0, end)
}

const API_INFO = {
  title: 'Footnote',
  version: '1',
  description: "Ask an organisation's own documents; every sentence of the answer carries a footnote.",
}

type OpenApiDocument = NonNullable<Extract<SwaggerOptions, { openapi?: unknown }>['openapi']>

const API_SECURITY = {
  components: {
    securitySchemes: {
      bearer: { type: 'http' as const, scheme: 'bearer', bearerFormat: 'JWT' },
      session: { type: 'apiKey' as const, in: 'cookie', name: 'footnote_session' },
    },
  },
  security: [{ bearer: [] }, { session: [] }],
} satisfies Partial<OpenApiDocument>
