import { afterEach, describe, expect, it } from 'vitest'
import { anyone } from '../policies/anyone.ts'
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts'

let gateway: TestGateway | undefined
afterEach(async () => gateway?.[Symbol.asyncDispose]())

const url = '/api/answer-cache-scope'
const headers = { authorization: 'Bearer reader' }

describe('the scope of cached answers', () => {
  it('names rights, epochs and means, and nobody by name', async () => {
    gateway = await openTestGateway()
    const reply = await gateway.app.inject({ url, headers })
    expect(reply.json()).toEqual({
      key_version: '2',
      principal_set: expect.stringMatching(/^[0-9a-f]{64}$/),
      access_epoch: 1,
      library_epoch: 1,
      answer_fingerprint: 'fingerprint',
    })
    expect(reply.headers['cache-control']).toBe('private, no-store')
  })

  it('differs between people', async () => {
    gateway = await openTestGateway()
    const [mine, theirs] = await Promise.all(
      ['reader', 'other'].map((name) =>
        gateway!.app.inject({ url, headers: { authorization: `Bearer ${name}` } }).then((reply) => reply.json()),
      ),
    )
    expect(mine.principal_set).not.toBe(theirs.principal_set)
  })

  it('follows the epochs at once', async () => {
    gateway = await openTestGateway()
    gateway.known['reader'] = { access_epoch: 7, library_epoch: 9 }
    const reply = await gateway.app.inject({ url, headers })
    expect(reply.json()).toMatchObject({ access_epoch: 7, library_epoch: 9 })
  })

  it('is told to nobody who is not signed in', async () => {
    gateway = await openTestGateway()
    expect((await gateway.app.inject({ url })).statusCode).toBe(401)
  })

  it('does not count: the question that it belongs to does', async () => {
    gateway = await openTestGateway({ userRequestsPerMinute: 1 })
    gateway.app.get('/api/echo', { config: { policy: anyone } }, async () => ({}))
    for (let n = 0; n < 3; n += 1) expect((await gateway.app.inject({ url, headers })).statusCode).toBe(200)
    expect((await gateway.app.inject({ url: '/api/echo', headers })).statusCode).toBe(200)
    expect((await gateway.app.inject({ url: '/api/echo', headers })).statusCode).toBe(429)
  })
})
