import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Auth, Authentication } from '../contracts/auth.ts'
import { systemPrincipal } from '../contracts/principal.ts'
import { identifyInboundCall, inboundCallOf } from '../platform/http/call-context.ts'
import type { SharedState } from '../platform/shared-state/shared-state.ts'
import type { Telemetry } from '../platform/telemetry/telemetry.ts'
import { installAccessLog } from './access-log.ts'
import { AUTHENTICATION, authenticationOf } from './authentication.ts'
import { credentialOf } from './credential.ts'
import { type RateLimits, takeFromRateLimits } from './rate-limits.ts'
import { installAnswerCache } from './reuse-answers.ts'

export interface GatewayDependencies {
  readonly auth: Auth
  readonly sharedState: SharedState
  readonly telemetry: Telemetry
  readonly limits: RateLimits & { readonly answerCacheLifetimeInMs: number }
  readonly answerCacheSecret: string
  readonly answerFingerprint: string
}

/** The rules that every public request meets, whoever answers it: identity, limits, answers given before, the access log. */
export function installGateway(app: FastifyInstance, dependencies: GatewayDependencies): void {
  app.decorateRequest(AUTHENTICATION, null)
  installAccessLog(app, dependencies.telemetry)
  app.addHook('onRequest', async (request, reply) => {
    dropInternalHeaders(request)
    if (!isApi(request)) return
    reply.header('cache-control', 'private, no-store')
    await authenticate(request, dependencies.auth)
    await limit(request, reply, dependencies)
  })
  installAnswerCache(app, dependencies)
}

function isApi(request: FastifyRequest): boolean {
  return request.url === '/api' || request.url.startsWith('/api/')
}

/** Only we set these. Underscores are the same to some servers behind us, so their twins go too. */
function dropInternalHeaders(request: FastifyRequest): void {
  if (request.url.startsWith('/internal/')) return
  for (const name of Object.keys(request.headers)) {
    if (name.replaceAll('_', '-').startsWith('x-footnote-')) delete request.headers[name]
  }
}

async function authenticate(request: FastifyRequest, auth: Auth): Promise<void> {
  const credential = credentialOf(request)
  const { requestId, signal, clock } = inboundCallOf(request)
  const gateway = { principal: systemPrincipal('none', 'gateway'), requestId, signal, clock }
  const authentication = await auth.authenticate({ credential }, gateway)
  identifyInboundCall(request, authentication.principal)
  request.setDecorator<Authentication>(AUTHENTICATION, authentication)
}

async function limit(
  request: FastifyRequest,
  reply: FastifyReply,
  { sharedState, limits }: GatewayDependencies,
): Promise<void> {
  const authentication = authenticationOf(request)
  if (authentication === null) return
  const now = inboundCallOf(request).clock.now()
  const { headers, refusal } = await takeFromRateLimits(sharedState, limits, authentication.principal, now)
  reply.headers(headers)
  if (refusal !== null) throw refusal
}
