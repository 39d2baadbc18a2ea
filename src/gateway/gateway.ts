import type { Counter } from '@opentelemetry/api'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Auth, Authentication, Credential } from '../contracts/auth.ts'
import { isProblem } from '../contracts/errors.ts'
import type { Orchestration } from '../contracts/orchestration.ts'
import { systemPrincipal } from '../contracts/principal.ts'
import { identifyInboundCall, inboundCallOf } from '../platform/http/call-context.ts'
import { beforeStream } from '../platform/http/last-headers.ts'
import type { SharedState } from '../platform/shared-state/shared-state.ts'
import type { Telemetry } from '../platform/telemetry/telemetry.ts'
import { installAccessLog, noteAnswer } from './access-log.ts'
import { ANSWER_CACHE_SCOPE_PATH, addAnswerCacheScope } from './answer-cache-scope.ts'
import { AUTHENTICATION, authenticationOf } from './authentication.ts'
import type { RefusalCounter } from './count-refusals.ts'
import { credentialOf } from './credential.ts'
import { createFailedSignIns, type FailedSignIns } from './failed-sign-ins.ts'
import { limitForms, verifyWithinLimit } from './limit-failed-sign-ins.ts'
import { type RateLimits, takeFromRateLimits } from './rate-limits.ts'
import { dropHeadersFromOutside, refuseOddRequest } from './refuse-odd-requests.ts'
import { notesOf, type RequestNotes } from './request-notes.ts'
import { installAnswerCache } from './reuse-answers.ts'
import {
  asksForStream,
  createOpenStreams,
  LOAD_LIMITS,
  type LoadLimits,
  type OpenStreams,
  shedLoad,
} from './shed-load.ts'

export interface GatewayDependencies {
  readonly auth: Auth
  readonly recordReuse: Orchestration['recordReuse']
  readonly sharedState: SharedState
  readonly telemetry: Telemetry
  /** Is told of requests that a limit refuses. */
  readonly refusals: Pick<RefusalCounter, 'count'>
  readonly limits: RateLimits & { readonly answerCacheLifetimeInMs: number; readonly failedSignInsPerMinute: number }
  readonly loadLimits?: LoadLimits
  readonly answerCacheSecret: string
  readonly answerFingerprint: string
  /** The address that people use; decides the name of the session cookie. */
  readonly publicUrl?: string | undefined
}

/** What the rules keep while the gateway runs. */
interface GatewayRules extends GatewayDependencies {
  readonly streams: OpenStreams
  readonly failedSignIns: FailedSignIns
  readonly overLimit: Counter
}

/** API keys start with this; everything else that a caller bears is a token. */
const API_KEY_PREFIX = 'fnk_'

/** The rules that every public request meets, whoever answers it: identity, limits, answers given before, the access log. */
export async function installGateway(app: FastifyInstance, dependencies: GatewayDependencies): Promise<void> {
  const { loadLimits = LOAD_LIMITS } = dependencies
  const { sharedState, limits } = dependencies
  const rules: GatewayRules = {
    ...dependencies,
    streams: createOpenStreams(loadLimits),
    failedSignIns: createFailedSignIns(sharedState, limits.failedSignInsPerMinute),
    overLimit: createOverLimit(dependencies.telemetry),
  }
  app.decorateRequest(AUTHENTICATION, null)
  installAccessLog(app, dependencies.telemetry)
  await shedLoad(app, loadLimits)
  app.addHook('onRequest', async (request, reply) => {
    // What other processes send us is signed, and its headers are ours.
    if (request.url.startsWith('/internal/')) return
    beforeStream(reply, () => finishHeaders(request, reply))
    refuseOddRequest(request)
    dropHeadersFromOutside(request)
    if (isApi(request)) await admit(request, reply, rules)
    notesOf(request).askedAfterInMs = reply.elapsedTime
  })
  limitForms(app, rules.failedSignIns)
  app.addHook('onSend', (request, reply, _payload, done) => {
    finishHeaders(request, reply)
    done()
  })
  installAnswerCache(app, { ...dependencies, logger: dependencies.telemetry.logger })
  addAnswerCacheScope(app, dependencies.answerFingerprint)
}

/** From 0 on, so that the first one is seen as a change. */
function createOverLimit({ meter }: Telemetry): Counter {
  const overLimit = meter.createCounter('footnote_over_limit', {
    description: 'Requests refused because a person or a tenant had sent too many in a minute.',
  })
  for (const limit of ['user', 'tenant']) overLimit.add(0, { limit })
  return overLimit
}

/** Whatever a role thinks of its reply: nothing that depends on the caller may be kept on the way. */
function finishHeaders(request: FastifyRequest, reply: FastifyReply): void {
  noteAnswer(request, reply)
  if (isApi(request)) reply.header('cache-control', 'private, no-store')
}

/** Addresses that only known callers may use: ours, and those under which other programs look for us. */
const API = /^\/(?:api|v1|mcp)(?:[/?]|$)/

function isApi(request: FastifyRequest): boolean {
  return API.test(request.url)
}

/** Let a known caller in who is within all limits. */
async function admit(request: FastifyRequest, reply: FastifyReply, rules: GatewayRules): Promise<void> {
  reply.header('cache-control', 'private, no-store')
  const notes = notesOf(request)
  const arrived = reply.elapsedTime
  try {
    await authenticate(request, reply, rules)
  } finally {
    notes.authenticationInMs = reply.elapsedTime - arrived
  }
  const known = reply.elapsedTime
  const { principal, clock } = inboundCallOf(request)
  try {
    await limit(request, reply, rules)
    if (principal !== null && asksForStream(request)) rules.streams.open(principal, reply.raw)
  } catch (error) {
    const isRefusal = isProblem(error) && error.code === 'quota-exceeded'
    if (principal !== null && isRefusal) rules.refusals.count(principal, clock.now())
    throw error
  }
  notes.limitsInMs = reply.elapsedTime - known
}

async function authenticate(
  request: FastifyRequest,
  reply: FastifyReply,
  { auth, publicUrl, failedSignIns }: GatewayRules,
): Promise<void> {
  const credential = credentialOf(request, publicUrl)
  notesOf(request).credential = kindOf(credential)
  const { requestId, signal, clock, trace } = inboundCallOf(request)
  const gateway = { principal: systemPrincipal('none', 'gateway'), requestId, signal, clock, trace }
  const authentication = await verifyWithinLimit(failedSignIns, { request, reply, credential }, () =>
    auth.authenticate({ credential }, gateway),
  )
  identifyInboundCall(request, authentication.principal)
  request.setDecorator<Authentication>(AUTHENTICATION, authentication)
}

function kindOf(credential: Credential): RequestNotes['credential'] {
  if (credential.type === 'session') return 'session'
  return credential.token.startsWith(API_KEY_PREFIX) ? 'api-key' : 'token'
}

async function limit(
  request: FastifyRequest,
  reply: FastifyReply,
  { sharedState, limits, overLimit }: GatewayRules,
): Promise<void> {
  const authentication = authenticationOf(request)
  // Part of a question that a gateway in front has counted, and that is counted here when it comes.
  if (authentication === null || request.routeOptions.url === ANSWER_CACHE_SCOPE_PATH) return
  const now = inboundCallOf(request).clock.now()
  const { headers, refusal, violated } = await takeFromRateLimits(sharedState, limits, authentication.principal, now)
  reply.headers(headers)
  if (refusal === null) return
  for (const limit of violated) overLimit.add(1, { limit })
  throw refusal
}
