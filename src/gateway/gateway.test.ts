import { afterEach, describe, expect, it } from 'vitest'
import { REQUEST_HEADER, SESSION_COOKIE } from '../contracts/auth.ts'
import type { Principal } from '../contracts/principal.ts'
import { callContextOf } from '../platform/http/call-context.ts'
import { CALL_CONTEXT_HEADER } from '../platform/http/call-context-token.ts'
import { anyone } from '../policies/anyone.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts'

const toAnyone = { config: { policy: anyone } }

let gateway: TestGateway | undefined
afterEach(async () => gateway?.[Symbol.asyncDispose]())

const echo = async (request: Parameters<typeof callContextOf>[0]) => ({
  who: callContextOf(request).principal,
  headers: request.headers,
})

/** A gateway with one route that says who asked and with which headers. */
async function open(limits = {}) {
  gateway = await openTestGateway(limits)
  gateway.app.get('/api/echo', toAnyone, echo)
  gateway.app.post('/api/echo', toAnyone, echo)
  gateway.app.get('/page', toAnyone, async (request) => ({ headers: request.headers }))
  return gateway
}

/** What the gateway itself would send to a role: stolen, or made with a stolen key. */
async function signedFor({ tokens, clock }: TestGateway, principal: Partial<Principal>) {
  const hop = { audience: 'gateway', method: 'GET', path: '/api/echo' }
  return { [CALL_CONTEXT_HEADER]: await tokens.sign(contextFor(principal, { clock }), hop) }
}

const BEARER = { authorization: 'Bearer reader' }
const SESSION = { [SESSION_COOKIE]: 'reader' }

describe('a credential', () => {
  it('is a bearer token, whatever the letters of the scheme, or the session cookie', async () => {
    const { app } = await open()
    for (const authorization of ['Bearer reader', 'bearer reader', 'BEARER   reader'])
      expect((await app.inject({ url: '/api/echo', headers: { authorization } })).json()).toMatchObject({
        who: { object_id: 'reader' },
      })
    const bySession = await app.inject({ url: '/api/echo', cookies: SESSION })
    expect(bySession.json()).toMatchObject({ who: { object_id: 'reader' } })
  })

  it.each([
    {},
    { authorization: '' },
    { authorization: 'reader' },
    { authorization: 'Basic reader' },
    { authorization: 'Bearer' },
    { authorization: 'Bearer reader other' },
    { authorization: 'Bearer stranger' },
  ])('is refused with 401 and how to do better: %j', async (headers) => {
    const reply = await (await open()).app.inject({ url: '/api/echo', headers })
    expect([reply.statusCode, reply.headers['www-authenticate']]).toEqual([401, 'Bearer'])
    expect(reply.json()).toMatchObject({ code: 'not-authenticated' })
  })

  it('is the token when there are both: a bad token is not made good by a cookie', async () => {
    const { app } = await open()
    const both = { url: '/api/echo', headers: { authorization: 'Bearer stranger' }, cookies: SESSION }
    expect((await app.inject(both)).statusCode).toBe(401)
  })

  it('needs the header of our own pages for a change by cookie, and for nothing else', async () => {
    const { app } = await open()
    const url = '/api/echo'
    const forged = await app.inject({ method: 'POST', url, cookies: SESSION })
    expect([forged.statusCode, forged.json<{ code: string }>().code]).toEqual([403, 'request-forgery'])
    const ours = { method: 'POST', url, cookies: SESSION, headers: { [REQUEST_HEADER]: '1' } } as const
    expect((await app.inject(ours)).statusCode).toBe(200)
    expect((await app.inject({ method: 'POST', url, headers: BEARER })).statusCode).toBe(200)
  })

  it('is needed however the address is written', async () => {
    const { app } = await open()
    for (const url of [
      '/%61pi/echo',
      '/api%2Fecho',
      '//api/echo',
      '/API/echo',
      '/api/../api/echo',
      '/api/echo?x=/page',
    ])
      expect((await app.inject({ url })).statusCode, url).toBeGreaterThanOrEqual(400)
  })
})

describe('headers that only we set', () => {
  it('are dropped when they come from outside, with underscores too', async () => {
    const opened = await open()
    const { app } = opened
    const spoofed = {
      ...(await signedFor(opened, { object_id: 'somebody-else', roles: ['Admin'] })),
      'X-Footnote-Context': 'a',
      x_footnote_context: 'b',
      'x-footnote_context': 'c',
      'X-Footnote-Cacheable': '1',
      [REQUEST_HEADER]: '1',
    }
    for (const url of ['/api/echo', '/page']) {
      const reply = await app.inject({ url, headers: { ...spoofed, ...BEARER } })
      const { headers } = reply.json<{ headers: Record<string, string> }>()
      expect(Object.keys(headers).filter((name) => /footnote/i.test(name))).toEqual([REQUEST_HEADER])
    }
  })

  it('say nothing about the caller, even when they are signed', async () => {
    const opened = await open()
    const { app } = opened
    const headers = await signedFor(opened, { object_id: 'somebody-else' })
    expect((await app.inject({ url: '/api/echo', headers })).statusCode).toBe(401)
    const reply = await app.inject({ url: '/api/echo', headers: { ...headers, ...BEARER } })
    expect(reply.json()).toMatchObject({ who: { object_id: 'reader' } })
  })
})

describe('the limits', () => {
  it('answer 429 as the registered problem with Retry-After, and take the request that obeyed', async () => {
    const { app, clock } = await open({ userRequestsPerMinute: 2 })
    const send = () => app.inject({ url: '/api/echo', headers: BEARER })
    const [first] = [await send(), await send()]
    expect(first.headers).toMatchObject({
      'ratelimit-policy': '"user";q=2;w=60, "tenant";q=600;w=60',
      ratelimit: '"user";r=1;t=0, "tenant";r=599;t=0',
    })
    clock.advance(10_200)
    const refused = await send()
    expect(refused.statusCode).toBe(429)
    expect(refused.json()).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      code: 'quota-exceeded',
      'violated-policies': ['user'],
    })
    expect(refused.headers).toMatchObject({
      'retry-after': '50',
      ratelimit: expect.stringContaining('"user";r=0;t=50'),
    })
    clock.advance(50_000)
    expect((await send()).statusCode).toBe(200)
  })

  it('tell whose request they refused, and nothing of one that they let through', async () => {
    const opened = await open({ userRequestsPerMinute: 1 })
    const send = (token: string) =>
      opened.app.inject({ url: '/api/echo', headers: { authorization: `Bearer ${token}` } })
    for (const token of ['reader', 'reader', 'other', 'reader', 'stranger']) await send(token)
    expect(opened.refused).toEqual(['reader', 'reader'])
  })

  it('cost nothing for requests of nobody', async () => {
    const { app } = await open({ tenantRequestsPerMinute: 1 })
    for (let i = 0; i < 3; i++) expect((await app.inject('/api/echo')).statusCode).toBe(401)
    expect((await app.inject({ url: '/api/echo', headers: BEARER })).statusCode).toBe(200)
  })
})

describe('the access log', () => {
  it('has one line per request, with route and ids, without query string, token, cookie or body', async () => {
    const { app, log } = await open()
    const secrets = { authorization: 'Bearer reader', cookie: `${SESSION_COOKIE}=cookie-secret` }
    await app.inject({
      method: 'POST',
      url: '/api/echo?q=query-secret',
      headers: secrets,
      payload: { q: 'body-secret' },
    })
    await app.inject({ url: '/auth/sign-in?code=code-secret' })
    await app.inject({ url: '/api/echo?q=query-secret', headers: { authorization: 'Bearer token-secret' } })
    const lines = log.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines).toMatchObject([
      { method: 'POST', route: '/api/echo', status: 200, tenant_id: 't1', object_id: 'reader' },
      { method: 'GET', route: 'unknown', status: 404 },
      { method: 'GET', route: '/api/echo', status: 401 },
    ])
    expect(log.join('')).not.toMatch(/secret|Bearer/)
  })

  it('survives addresses that cannot be read', async () => {
    const { app, log } = await open()
    const reply = await app.inject({ url: '/%zz', headers: BEARER })
    expect(reply.statusCode).toBe(400)
    expect(log.filter((line) => line.includes('"level":50'))).toEqual([])
  })
})
