import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../contracts/call-context.ts'
import { INBOUND_CALL, identifyInboundCall, startInboundCall } from '../platform/http/call-context.ts'
import { enforcePolicies } from '../platform/http/enforce-policies.ts'
import { installProblemReplies } from '../platform/http/problem-replies.ts'
import { asking, newTenant, openTestRetrieval, type TestRetrieval } from '../testing/open-test-retrieval.ts'
import { retrievalRoutes } from './routes.ts'

const TEXT = 'The annual deductible of the plan is 500 dollars.'
const tenant = newTenant()
let opened: TestRetrieval
let app: FastifyInstance

beforeAll(async () => {
  opened = await openTestRetrieval()
  await opened.add(tenant, { text: TEXT })
  app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  installProblemReplies(app)
  app.decorateRequest(INBOUND_CALL, null)
  app.addHook('onRequest', async (request, reply) => {
    startInboundCall(request, reply, systemClock)
    const roles = request.headers['x-role'] === 'Admin' ? ['Admin' as const] : ['Reader' as const]
    identifyInboundCall(request, asking(tenant, { roles }).principal)
  })
  enforcePolicies(app)
  await app.register(retrievalRoutes(opened.retrieval))
})
afterAll(async () => {
  await app.close()
  await opened[Symbol.asyncDispose]()
})

function post(payload: object, role = 'Reader') {
  return app.inject({ method: 'POST', url: '/api/search', payload, headers: { 'x-role': role } })
}

describe('POST /api/search over a real library', () => {
  it.each([
    [{ query: '' }, 'query-empty', ''],
    [{ query: '?!…' }, 'query-empty', 'at least one word'],
    [{ query: '\u0000\u0007\u202E' }, 'query-empty', 'at least one word'],
    [{ query: 'x'.repeat(2_001) }, 'query-too-long', '2000'],
    [{ query: 'plan', filters: { colour: 'red' } }, 'filter-unknown', 'colour'],
    [{ query: 'plan', filters: { collections: [] } }, 'invalid-request', 'filters.collections'],
    [{ query: 'plan', top_k: 0 }, 'invalid-request', 'top_k'],
    [{ query: 'plan', top_k: 51 }, 'invalid-request', 'top_k'],
    [{ query: 'plan', top_k: 1.5 }, 'invalid-request', 'top_k'],
    [{ query: 'plan', interpret: 'no' }, 'invalid-request', 'interpret'],
    [{ query: 'plan', explain: { passage_ids: ['x'] } }, 'invalid-request', 'explain'],
  ])('refuses %j', async (body, code, detail) => {
    const reply = await post(body)
    expect(reply.json()).toMatchObject({ status: 400, code })
    expect(reply.json().detail).toContain(detail)
  })

  it.each([
    'deductible AND OR NOT ( ~ * ? : /',
    '"deductible',
    'deductible" AND (',
    'deductible ~2 ^4 terms:plan [a TO b]',
    'dedu\u0000ctible deductible\u0007 \u202E plan',
    "deductible'; DROP TABLE passages; --",
    `${'deductible '.repeat(181)}plan`,
  ])('finds the passage for %j', async (query) => {
    const reply = await post({ query })
    expect(reply.statusCode).toBe(200)
    expect(reply.json().passages.map(({ text }: { text: string }) => text)).toEqual([TEXT])
  })

  it.each(['what is it', 'the', 'q1zx '.repeat(300).trim(), 'x'.repeat(2_000), '( ( ( a'])(
    'answers %j without evidence',
    async (query) => {
      const reply = await post({ query })
      expect([reply.statusCode, reply.json().evidence.strength]).toEqual([200, 0])
    },
  )

  it('explains to administrators only', async () => {
    expect((await post({ query: 'plan', explain: true })).json()).toMatchObject({ status: 403, code: 'role-missing' })
    expect((await post({ query: 'plan', explain: false })).statusCode).toBe(200)
    const reply = await post({ query: 'plan', explain: true }, 'Admin')
    expect(reply.json().explanation.passages[0].features.length).toBeGreaterThan(0)
    const named = await post({ query: 'plan', explain: { passage_ids: [crypto.randomUUID()] } }, 'Admin')
    expect(named.json().explanation.asked[0]).toMatchObject({ state: 'missing' })
    expect(named.json()).not.toHaveProperty('readings')
  })
})
