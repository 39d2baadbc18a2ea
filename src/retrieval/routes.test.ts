import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../contracts/call-context.ts'
import type { Role } from '../contracts/principal.ts'
import { INBOUND_CALL, identifyInboundCall, startInboundCall } from '../platform/http/call-context.ts'
import { enforcePolicies } from '../platform/http/enforce-policies.ts'
import { installProblemReplies } from '../platform/http/problem-replies.ts'
import { rankedPassage, searchOutput } from '../testing/ranked-passages.ts'
import { retrievalRoutes } from './routes.ts'

const PASSAGE = rankedPassage({ text: 'The deductible is 500 dollars.' })
const search = async () => searchOutput([PASSAGE], { term_weights: { secret: 7 } })

let app: FastifyInstance
afterEach(() => app.close())

/** A server whose signed-in callers hold these roles, around a search that finds one passage. */
async function serve(roles: readonly Role[] = ['Reader']): Promise<FastifyInstance> {
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
  await app.register(retrievalRoutes({ search }))
  return app
}

function post(payload: object, headers: Record<string, string> = { authorization: 'x' }) {
  return app.inject({ method: 'POST', url: '/api/search', payload, headers })
}

it('returns ranked passages and how strong the evidence is, and leaves out what the scan said', async () => {
  await serve()
  const { suspicious: _, ...passage } = PASSAGE
  const reply = await post({ query: 'deductible' })
  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toMatchObject({ passages: [passage], evidence: { strength: 1.2 } })
  expect(reply.body).not.toContain('suspicious')
})

it('keeps term weights to itself', async () => {
  await serve()
  expect((await post({ query: 'deductible' })).body).not.toContain('secret')
})

it('asks who is calling, and for the role Reader', async () => {
  await serve()
  expect((await post({ query: 'deductible' }, {})).json()).toMatchObject({ status: 401, code: 'not-authenticated' })
  await app.close()
  await serve([])
  expect((await post({ query: 'deductible' })).json()).toMatchObject({ status: 403, code: 'role-missing' })
})

it.each([
  [{ query: '' }, 'query-empty'],
  [{ query: 'x'.repeat(2_001) }, 'query-too-long'],
  [{ query: 'x', filters: { tenant_id: 'other' } }, 'filter-unknown'],
  [{ query: 'x', tenant_id: 'other' }, 'invalid-request'],
  [{ query: 'x', top_k: 51 }, 'invalid-request'],
  [{}, 'invalid-request'],
])('refuses the body %j', async (body, code) => {
  await serve()
  expect((await post(body)).json()).toMatchObject({ status: 400, code })
})
