import { createSecretKey, type KeyObject } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AskInput } from '../contracts/orchestration.ts'
import { acceptsEventStream } from '../platform/http/accepts-event-stream.ts'
import { callContextOf, inboundCallOf } from '../platform/http/call-context.ts'
import { whenFinished } from '../platform/http/when-finished.ts'
import type { SharedState } from '../platform/shared-state/shared-state.ts'
import { answerCacheKey } from './answer-cache.ts'
import { authenticationOf } from './authentication.ts'
import { createEpochWatch } from './epoch-watch.ts'
import { noteReuse, type ReuseRecording, recordReuses } from './record-reuse.ts'

const KEY = 'answerCacheKey'
/** Set by orchestration on answers that may be given again; the gateway takes it off. */
const CACHEABLE_HEADER = 'x-footnote-cacheable'
const STATE_HEADER = 'x-footnote-cache'
/** Answers have a few kilobytes; anything larger is not an answer. */
const MAXIMUM_ANSWER_BYTES = 256 * 1024

export interface AnswerCacheDependencies extends ReuseRecording {
  readonly sharedState: SharedState
  readonly limits: { readonly answerCacheLifetimeInMs: number }
  readonly answerCacheSecret: string
  readonly answerFingerprint: string
}

/** Give an answer again that the same rights, library and question led to a few minutes ago. */
export function installAnswerCache(app: FastifyInstance, dependencies: AnswerCacheDependencies): void {
  const { sharedState, limits } = dependencies
  const epochs = createEpochWatch()
  // Prepared once: from text, every key would be imported anew.
  const secret = createSecretKey(Buffer.from(dependencies.answerCacheSecret))
  recordReuses(app, dependencies)
  app.decorateRequest(KEY, null)

  app.addHook('preHandler', async (request, reply) => {
    const key = limits.answerCacheLifetimeInMs > 0 ? keyOf(request, secret, dependencies) : null
    if (key === null) return undefined
    const authentication = authenticationOf(request)
    if (authentication !== null && epochs.haveGrown(authentication))
      await sharedState.deleteGroup(answersOf(authentication.principal.tenant_id))
    const cached = await sharedState.get(key, inboundCallOf(request).clock.now())
    if (cached !== null) {
      noteReuse(request, reply, { query: AskInput.parse(request.body).query, text: cached })
      return reply.header(STATE_HEADER, 'hit').type('application/json; charset=utf-8').send(cached)
    }
    request.setDecorator<string | null>(KEY, key)
    reply.header(STATE_HEADER, 'miss')
    return undefined
  })

  app.addHook('onSend', (request, reply, payload, done) => {
    const key = request.getDecorator<string | null>(KEY)
    const cacheable = reply.getHeader(CACHEABLE_HEADER) !== undefined
    if (cacheable && !comesThroughProxy(request)) reply.removeHeader(CACHEABLE_HEADER)
    if (key === null || !cacheable || reply.statusCode !== 200) done()
    else
      void whenFinished(keep(key, request, reply, payload), (error, kept) =>
        error === undefined ? done(null, kept) : done(error),
      )
  })

  async function keep(key: string, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
    const text = await readText(payload)
    if (text === null) return payload
    const { principal, clock } = callContextOf(request)
    await sharedState.set(key, text, limits.answerCacheLifetimeInMs, clock.now(), answersOf(principal.tenant_id))
    reply.header('content-length', Buffer.byteLength(text))
    return text
  }
}

/** The group that the kept answers of a tenant belong to. */
export function answersOf(tenantId: string): string {
  return `answers:${tenantId}`
}

/** A trusted gateway in front of us may keep answers too, and takes the mark off itself. */
function comesThroughProxy({ ips }: FastifyRequest): boolean {
  return ips !== undefined && ips.length > 1
}

/** Only whole JSON answers are kept: a stream may be cut short. */
function keyOf(
  request: FastifyRequest,
  secret: KeyObject,
  { answerFingerprint }: AnswerCacheDependencies,
): string | null {
  const authentication = authenticationOf(request)
  const isQuestion = request.method === 'POST' && request.url.split('?', 1)[0] === '/api/ask'
  if (!isQuestion || authentication === null || acceptsEventStream(request)) return null
  return answerCacheKey(secret, { authentication, body: request.body, answerFingerprint })
}

async function readText(payload: unknown): Promise<string | null> {
  if (typeof payload === 'string') return payload
  if (!(payload instanceof Readable)) return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of payload) {
    size += (chunk as Buffer).length
    if (size > MAXIMUM_ANSWER_BYTES) throw new Error('an answer is larger than any answer can be')
    chunks.push(chunk as Buffer)
  }
  return Buffer.concat(chunks).toString('utf8')
}
