import { afterAll, beforeAll, expect, it } from 'vitest'
import { anyone } from '../../policies/anyone.ts'
import { writeDocuments } from '../../policies/write-documents.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await openTestServer({ roles: ['gateway'] })
})
afterAll(() => server[Symbol.asyncDispose]())

it('does not let a route be added without a policy', () => {
  expect(() => server.app.get('/forgotten', async () => 'open')).toThrow('GET /forgotten names no policy')
})

it('refuses before the body is read, and says what the rule is', async () => {
  server.app.post('/change', { config: { policy: writeDocuments } }, async () => 'changed')
  server.app.get('/free', { config: { policy: anyone } }, async () => 'free')
  const refused = await server.app.inject({
    method: 'POST',
    url: '/change',
    payload: '{ not json',
    headers: { 'content-type': 'application/json' },
  })
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([401, 'not-authenticated'])
  expect((await server.app.inject('/free')).body).toBe('free')
})
