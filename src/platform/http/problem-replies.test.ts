import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { PROBLEMS, type ProblemCode, problem } from '../../contracts/errors.ts'
import { MAXIMUM_QUERY_LENGTH } from '../../contracts/filters.ts'
import { AskInput } from '../../contracts/orchestration.ts'
import { SearchInput } from '../../contracts/retrieval.ts'
import { anyone } from '../../policies/anyone.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'

const toAnyone = { config: { policy: anyone } }

const log: string[] = []
let server: TestServer
let toThrow: unknown
beforeAll(async () => {
  server = await openTestServer({ roles: ['gateway'], onLog: (line) => log.push(line) })
  const app = server.app.withTypeProvider<ZodTypeProvider>()
  app.get('/throws', toAnyone, () => Promise.reject(toThrow))
  app.post('/search', { schema: { body: SearchInput }, ...toAnyone }, async () => ({}))
  app.post('/ask', { schema: { body: AskInput }, ...toAnyone }, async () => ({}))
  app.get('/things/:id', { schema: { params: z.object({ id: z.uuid() }) }, ...toAnyone }, async () => ({}))
  app.delete('/things/:id', toAnyone, async () => ({}))
  app.get('/things/:id/parts', toAnyone, async () => ({}))
  app.get(
    '/lies',
    { schema: { response: { 200: z.object({ count: z.number() }) } }, ...toAnyone },
    async () => ({ count: 'x' }) as never,
  )
})
afterAll(() => server[Symbol.asyncDispose]())

async function problemOf(url: string, method: 'GET' | 'POST' | 'PUT' | 'DELETE' = 'GET', payload?: object | string) {
  const reply = await server.app.inject({
    method,
    url,
    ...(payload === undefined ? {} : { payload, headers: { 'content-type': 'application/json' } }),
  })
  const body = reply.json<{ code: ProblemCode; detail: string; status: number; request_id: string }>()
  return { reply, body }
}

async function thrown(error: unknown) {
  toThrow = error
  return problemOf('/throws')
}

describe('a known error', () => {
  it.each(Object.entries(PROBLEMS))('is answered as its problem: %s', async (code, { status, title }) => {
    const { reply, body } = await thrown(problem(code as ProblemCode, 'Do this next.', { extensions: { a: 1 } }))
    expect(reply.statusCode).toBe(status)
    expect(reply.headers['content-type']).toContain('application/problem+json')
    expect(reply.headers['cache-control']).toBe('private, no-store')
    expect(body).toMatchObject({ title, status, code, detail: 'Do this next.', a: 1 })
    expect(body.request_id).toBe(reply.headers['x-request-id'])
  })

  it('says in whole seconds when to try again, never too early', async () => {
    const { reply } = await thrown(problem('model-unavailable', 'Wait.', { retryAfterInSeconds: 1.2 }))
    expect(reply.headers['retry-after']).toBe('2')
  })
})

describe('an unknown error', () => {
  it.each([
    ['an error', new Error('password=hunter2')],
    ['an error of the system', Object.assign(new Error('hunter2'), { code: 'EACCES', path: '/home/hunter2' })],
    ['an error with a status of 500', Object.assign(new Error('hunter2'), { statusCode: 503 })],
    ['an error with a status of 400', Object.assign(new Error('hunter2'), { statusCode: 400 })],
    ['a full disk', Object.assign(new Error('hunter2'), { code: 'ENOSPC' })],
    ['an aborted call', Object.assign(new Error('hunter2'), { name: 'AbortError' })],
    ['a failed check inside', z.object({ hunter2: z.string() }).safeParse({}).error],
    ['a text', 'hunter2'],
    ['nothing', undefined],
  ])('never shows its text: %s', async (_name, error) => {
    const { reply, body } = await thrown(error)
    expect(reply.statusCode).toBeGreaterThanOrEqual(400)
    expect(Object.keys(PROBLEMS)).toContain(body.code)
    expect(reply.body).not.toContain('hunter2')
  })

  it('is an internal error, logged with the request id that the caller gets', async () => {
    log.length = 0
    const { body } = await thrown(new Error('a secret cause'))
    expect([body.status, body.code]).toEqual([500, 'internal-error'])
    expect(log.join('')).toContain('a secret cause')
    expect(log.join('')).toContain(body.request_id)
  })

  it('is also a reply of ours that does not keep its promise', async () => {
    expect((await problemOf('/lies')).body.code).toBe('internal-error')
  })
})

describe('a part that does not answer', () => {
  const failedQuery = (cause: Error) => new Error('Failed query: insert hunter2', { cause })
  const withCode = (code: string) => Object.assign(new Error('gone'), { code })

  it.each([
    ['a database that nobody started', failedQuery(withCode('ECONNREFUSED'))],
    ['a database that is being stopped', failedQuery(withCode('57P01'))],
    ['a database that is not up yet', withCode('57P03')],
    ['a connection that broke', failedQuery(new Error('Connection terminated unexpectedly'))],
    [
      'a connection that broke before',
      failedQuery(new Error('Client has encountered a connection error and is not queryable')),
    ],
  ])('is an outage, and when to come again is said: %s', async (_name, error) => {
    log.length = 0
    const { reply, body } = await thrown(error)
    expect([reply.statusCode, body.code, reply.headers['retry-after']]).toEqual([503, 'service-unavailable', '5'])
    expect(log.join('')).toContain('a part does not answer')
    expect(log.join('')).not.toContain('hunter2')
  })

  it('is not what a wrong statement is', async () => {
    const { body } = await thrown(failedQuery(withCode('42601')))
    expect(body.code).toBe('internal-error')
  })

  it('is not looked for for ever in causes that go round in a circle', async () => {
    const circle = new Error('round')
    circle.cause = new Error('and round', { cause: circle })
    expect((await thrown(circle)).body.code).toBe('internal-error')
  })
})

describe('an address', () => {
  it.each(['/nothing', '/things', '/things/a/b', '/throws/', '/THROWS', '/things/a/parts/'])(
    'that does not exist is answered 404: %s',
    async (url) => {
      for (const method of ['GET', 'PUT'] as const) {
        const { reply, body } = await problemOf(url, method)
        expect([reply.statusCode, body.code]).toEqual([404, 'not-found'])
        expect(reply.headers['allow']).toBeUndefined()
      }
    },
  )

  it('that knows other methods is answered 405 with all of them', async () => {
    const { reply, body } = await problemOf('/things/7f1c?x=1', 'PUT')
    expect([reply.statusCode, body.code]).toEqual([405, 'method-not-allowed'])
    expect(String(reply.headers['allow']).split(', ').toSorted()).toEqual(['DELETE', 'GET', 'HEAD'])
    expect((await problemOf('/search')).reply.headers['allow']).toBe('POST')
  })
})

describe('a request that is not valid', () => {
  it.each([
    ['/search', { query: '' }, 'query-empty'],
    ['/search', { query: 'a'.repeat(MAXIMUM_QUERY_LENGTH + 1) }, 'query-too-long'],
    ['/ask', { query: 'a'.repeat(MAXIMUM_QUERY_LENGTH + 1) }, 'query-too-long'],
    ['/ask', { query: 'a', filters: { colour: 'red' } }, 'filter-unknown'],
    ['/ask', { query: 'a', colour: 'red' }, 'invalid-request'],
    ['/ask', { query: 'a', top_k: 0 }, 'invalid-request'],
    ['/ask', { query: 7 }, 'invalid-request'],
    ['/ask', {}, 'invalid-request'],
    ['/ask', [], 'invalid-request'],
    ['/ask', '{"query":', 'invalid-request'],
    ['/ask', '', 'invalid-request'],
    ['/ask', { query: 'a', filters: { document_ids: ['x'] } }, 'invalid-request'],
  ])('has the code that says why: %s %j', async (url, payload, code) => {
    const { reply, body } = await problemOf(url, 'POST', payload)
    expect([reply.statusCode, body.code]).toEqual([400, code])
  })

  it('names the field and what is wrong with it', async () => {
    const { body } = await problemOf('/ask', 'POST', { query: 'a', top_k: 'many', filters: { collections: [] } })
    expect(body).toMatchObject({ errors: [{ pointer: '/filters/collections' }, { pointer: '/top_k' }] })
    expect(body.detail).toContain('"filters.collections"')
    expect(body.detail).not.toContain('many')
  })

  it('is refused by size and by type before it is read', async () => {
    const large = await problemOf('/ask', 'POST', { query: 'a'.repeat(70_000) })
    expect(large.body.code).toBe('body-too-large')
    const xml = { method: 'POST', url: '/ask', payload: '<a/>', headers: { 'content-type': 'text/xml' } } as const
    expect((await server.app.inject(xml)).json()).toMatchObject({ code: 'media-type-unsupported' })
  })
})
