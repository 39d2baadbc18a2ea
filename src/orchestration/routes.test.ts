import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { ABSTENTION, type AnswerEnvelope, type AnswerPart, type Orchestration } from '../contracts/orchestration.ts'
import type { Role } from '../contracts/principal.ts'
import { INBOUND_CALL, identifyInboundCall, startInboundCall } from '../platform/http/call-context.ts'
import { enforcePolicies } from '../platform/http/enforce-policies.ts'
import { installProblemReplies } from '../platform/http/problem-replies.ts'
import { createKeptStreams } from './kept-streams.ts'
import { orchestrationRoutes } from './routes.ts'
import { streamRoutes } from './stream-routes.ts'

const ENVELOPE: AnswerEnvelope = {
  outcome: 'answered',
  answer: 'Yes. [1]',
  sentences: [{ text: 'Yes.', start: 0, end: 8, citations: [1] }],
  citations: [],
  confidence: 0.9,
  confidence_level: 'high',
  nearest_passages: [],
  made_by: { mode: 'extractive', model: 'extractive', fallback_reason: null },
  token_usage: { prompt: 0, completion: 0, total: 0 },
}

let app: FastifyInstance
afterEach(() => app.close())

/** A server whose callers hold these roles, around a fixed answer. */
async function serve(ask: Orchestration['ask'], roles: readonly Role[] = ['Reader']): Promise<FastifyInstance> {
  app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  installProblemReplies(app)
  app.decorateRequest(INBOUND_CALL, null)
  app.addHook('onRequest', async (request, reply) => {
    startInboundCall(request, reply, systemClock)
    if (request.headers.authorization === undefined) return
    identifyInboundCall(request, { tenant_id: 't1', object_id: 'u1', group_ids: [], roles: [...roles], kind: 'user' })
  })
  enforcePolicies(app)
  const streams = createKeptStreams(async () => null)
  await app.register(orchestrationRoutes({ ask }, streams))
  await app.register(streamRoutes(streams))
  return app
}

const answering = (envelope: AnswerEnvelope): Orchestration['ask'] =>
  async function* () {
    yield { type: 'retrieval-end', passages: 1 }
    yield { type: 'text-delta', text: envelope.answer }
    yield { type: 'answer-end', answer: envelope }
  }

function post(body: object, headers: Record<string, string> = { authorization: 'x' }) {
  return app.inject({ method: 'POST', url: '/api/ask', payload: body, headers })
}

test('answers with the envelope as JSON, names the record and allows it to be given again', async () => {
  await serve(answering(ENVELOPE))
  const reply = await post({ query: 'Is it?' })
  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toEqual(ENVELOPE)
  expect(reply.headers['x-footnote-answer-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(reply.headers['x-footnote-cacheable']).toBe('1')
})

test.each<[string, Partial<AnswerEnvelope>]>([
  ['an abstention', { outcome: 'abstained', answer: ABSTENTION, sentences: [] }],
  ['a weak answer', { confidence: 0.59, confidence_level: 'low' }],
  ['a stand-in answer', { made_by: { ...ENVELOPE.made_by, fallback_reason: 'The language model is busy.' } }],
  ['an answer from a search without vectors', { degraded: ['vector'] }],
])('does not allow %s to be given again', async (_, change) => {
  await serve(answering({ ...ENVELOPE, ...change }))
  expect((await post({ query: 'Is it?' })).headers['x-footnote-cacheable']).toBeUndefined()
})

test('streams the same answer as events', async () => {
  await serve(answering(ENVELOPE))
  const reply = await post({ query: 'Is it?' }, { authorization: 'x', accept: 'text/event-stream' })
  expect(reply.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'private, no-store, no-transform',
    'x-accel-buffering': 'no',
    'x-footnote-answer-id': expect.any(String),
  })
  const events = reply.body.trim().split('\n\n')
  expect(events.map((event) => event.split('\n')[0])).toEqual([
    'event: retrieval-end',
    'event: text-delta',
    'event: answer-end',
  ])
  expect(JSON.parse(events[2]!.split('\ndata: ')[1]!)).toEqual({ type: 'answer-end', answer: ENVELOPE })
})

test('refuses callers nobody has identified and callers without a role', async () => {
  await serve(answering(ENVELOPE), [])
  expect((await post({ query: 'Is it?' }, {})).json()).toMatchObject({ status: 401, code: 'not-authenticated' })
  expect((await post({ query: 'Is it?' })).json()).toMatchObject({ status: 403, code: 'role-missing' })
})

test.each<[object, string]>([
  [{ query: 'a'.repeat(2_001) }, 'query-too-long'],
  [{ query: 'Is it?', filters: { colour: 'red' } }, 'filter-unknown'],
  [{ query: 'Is it?', tenant_id: 't2' }, 'invalid-request'],
  [{}, 'invalid-request'],
])('refuses a bad body: %j', async (body, code) => {
  await serve(answering(ENVELOPE))
  expect((await post(body)).json()).toMatchObject({ status: 400, code })
})

test.each(['application/json', 'text/event-stream'])(
  'answers an error before the first part as a problem (%s)',
  async (accept) => {
    await serve(() => ({
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(problem('query-empty', 'Write a question of at least one word.')),
      }),
    }))
    const reply = await post({ query: ' ' }, { authorization: 'x', accept })
    expect(reply.json()).toMatchObject({ status: 400, code: 'query-empty' })
  },
)

test('turns a later error into a problem for JSON and into the last event for streams', async () => {
  const failed: AnswerPart = { type: 'error', code: 'model-unavailable', detail: 'It broke off.', request_id: 'r1' }
  await serve(async function* () {
    yield { type: 'retrieval-end', passages: 1 }
    yield failed
  })
  expect((await post({ query: 'Is it?' })).json()).toMatchObject({ status: 503, code: 'model-unavailable' })
  const stream = await post({ query: 'Is it?' }, { authorization: 'x', accept: 'text/event-stream' })
  expect(stream.body).toContain(`event: error\ndata: ${JSON.stringify(failed)}`)
})

test('numbers the events of an answer that can be read on, and gives those after the last that arrived', async () => {
  await serve(answering(ENVELOPE))
  const resumable = { authorization: 'x', accept: 'text/event-stream', prefer: 'resumable' }
  const whole = await post({ query: 'Is it?' }, resumable)
  expect(whole.body.match(/^id: \d+$/gm)).toEqual(['id: 1', 'id: 2', 'id: 3'])
  const url = `/api/answers/${String(whole.headers['x-footnote-answer-id'])}/stream`
  const rest = await app.inject({ url, headers: { authorization: 'x', 'last-event-id': '1' } })
  expect(rest.body).toBe(whole.body.slice(whole.body.indexOf('id: 2')))
  expect((await app.inject({ method: 'DELETE', url, headers: { authorization: 'x' } })).statusCode).toBe(204)
  expect((await app.inject({ url, headers: { authorization: 'x' } })).statusCode).toBe(404)
})

test('keeps no answer whose asker did not ask for it', async () => {
  await serve(answering(ENVELOPE))
  const reply = await post({ query: 'Is it?' }, { authorization: 'x', accept: 'text/event-stream' })
  expect(reply.body).not.toContain('id: ')
  const url = `/api/answers/${String(reply.headers['x-footnote-answer-id'])}/stream`
  expect((await app.inject({ url, headers: { authorization: 'x' } })).statusCode).toBe(404)
})
