import { afterEach, describe, expect, it } from 'vitest'
import { SESSION_COOKIE } from '../contracts/auth.ts'
import { callContextOf, inboundCallOf } from '../platform/http/call-context.ts'
import { CALL_CONTEXT_HEADER } from '../platform/http/call-context-token.ts'
import { anyone } from '../policies/anyone.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestGateway } from '../testing/open-test-gateway.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { proxyTo } from './proxy.ts'

const toAnyone = { config: { policy: anyone } }

const opened: AsyncDisposable[] = []
afterEach(async () => {
  for (const part of opened.splice(0).toReversed()) await part[Symbol.asyncDispose]()
})

/** A gateway in front of another process that hosts the given role. */
async function open(role: string, routes: readonly string[], addRoutes: (server: TestServer) => void) {
  const gateway = await openTestGateway()
  const upstream = await openTestServer({ roles: [role], clock: gateway.clock })
  addRoutes(upstream)
  opened.push(upstream, gateway)
  await proxyTo(gateway.app, { role, routes, url: await upstream.listen() }, gateway.tokens)
  return gateway
}

const openDocuments = () =>
  open('ingestion', ['GET /api/documents', 'POST /api/documents'], ({ app }) => {
    app.get('/api/documents', toAnyone, async (request) => ({
      ...callContextOf(request),
      clock: null,
      headers: request.headers,
      query: request.query,
    }))
    app.post('/api/documents', toAnyone, async (request) => ({ body: request.body }))
  })

describe('a request for another process', () => {
  it('arrives with the caller that the gateway verified and the same request id', async () => {
    const { app } = await openDocuments()
    const headers = { authorization: 'Bearer reader', 'x-request-id': 'request-from-outside' }
    const reply = await app.inject({ url: '/api/documents?limit=2', headers })
    expect(reply.json()).toMatchObject({
      principal: { tenant_id: 't1', object_id: 'reader' },
      requestId: 'request-from-outside',
      query: { limit: '2' },
    })
    expect(reply.headers['x-request-id']).toBe('request-from-outside')
  })

  it('leaves token, cookies and look-alikes of our headers at the gateway', async () => {
    const { app, tokens, clock } = await openDocuments()
    const hop = { audience: 'ingestion', method: 'GET', path: '/api/documents' }
    const token = await tokens.sign(contextFor({ object_id: 'somebody-else' }, { clock }), hop)
    const outside = { authorization: 'Bearer reader', cookie: 'a=b', 'x-real-ip': '1.2.3.4', forwarded: 'for=x' }
    const spoofed = { [CALL_CONTEXT_HEADER]: token, 'x-forwarded-for': '1.2.3.4', 'x-forwarded-host': 'evil.example' }
    const reply = await app.inject({ url: '/api/documents', headers: { ...spoofed, ...outside } })
    const { headers, principal } = reply.json<{ headers: Record<string, string>; principal: { object_id: string } }>()
    expect(principal.object_id).toBe('reader')
    for (const name of Object.keys(outside)) expect(headers).not.toHaveProperty(name)
    expect(JSON.stringify(headers)).not.toMatch(/1\.2\.3\.4|evil/)
  })

  it('is refused by the gateway when nobody is known, however the address is written', async () => {
    const { app } = await openDocuments()
    expect((await app.inject({ url: '/api/documents' })).statusCode).toBe(401)
    expect((await app.inject({ url: '/%61pi/documents' })).statusCode).toBe(400)
  })

  it('carries its body', async () => {
    const { app } = await openDocuments()
    const headers = { authorization: 'Bearer reader' }
    const reply = await app.inject({ method: 'POST', url: '/api/documents', headers, payload: { a: 'é' } })
    expect(reply.json()).toEqual({ body: { a: 'é' } })
  })

  it('carries a body that is longer than any JSON, even where it says that it is JSON', async () => {
    const { app } = await open('ingestion', ['PUT /api/documents'], ({ app: upstream }) => {
      upstream.removeAllContentTypeParsers()
      upstream.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
      upstream.put('/api/documents', toAnyone, async (request) => {
        let bytes = 0
        for await (const chunk of request.body as AsyncIterable<Buffer>) bytes += chunk.length
        return { bytes, type: request.headers['content-type'] }
      })
    })
    const headers = { authorization: 'Bearer reader', 'content-type': 'application/json' }
    const payload = Buffer.alloc(300_000, 'x')
    const reply = await app.inject({ method: 'PUT', url: '/api/documents', headers, payload })
    expect(reply.json()).toEqual({ bytes: 300_000, type: 'application/json' })
  })

  it('that this process cannot reach is answered with a problem', async () => {
    const gateway = await openTestGateway()
    opened.push(gateway)
    const upstream = { role: 'ingestion', routes: ['GET /api/documents'], url: 'http://127.0.0.1:9' }
    await proxyTo(gateway.app, upstream, gateway.tokens)
    const reply = await gateway.app.inject({ url: '/api/documents', headers: { authorization: 'Bearer reader' } })
    expect(reply.statusCode).toBe(503)
    expect(reply.headers['retry-after']).toBeDefined()
    expect(reply.json()).toMatchObject({ code: 'service-unavailable' })
    expect(reply.body).not.toMatch(/127\.0\.0\.1|ECONN/)
  })
})

const openSignIn = () =>
  open('auth', ['GET /auth/sign-in', 'POST /auth/logout', 'GET /.well-known/jwks.json'], ({ app }) => {
    app.get('/auth/sign-in', toAnyone, async (request, reply) => {
      reply.setCookie(SESSION_COOKIE, 'new-session', { path: '/' })
      return { principal: inboundCallOf(request).principal }
    })
    app.post('/auth/logout', toAnyone, async (request) => ({ ended: request.cookies[SESSION_COOKIE] ?? null }))
    app.get('/.well-known/jwks.json', toAnyone, async () => ({ keys: [] }))
  })

describe('signing in and out at another process', () => {
  it('works without anybody being known yet', async () => {
    const { app } = await openSignIn()
    const reply = await app.inject('/auth/sign-in?code=x')
    expect(reply.json()).toEqual({ principal: null })
    expect(reply.cookies).toMatchObject([{ name: SESSION_COOKIE, value: 'new-session' }])
    expect((await app.inject('/.well-known/jwks.json')).json()).toEqual({ keys: [] })
  })

  it('is logged in one line, without the one-time code', async () => {
    const { app, log } = await openSignIn()
    await app.inject('/auth/sign-in?code=code-secret')
    expect(log).toHaveLength(1)
    expect(log.join('')).not.toContain('code-secret')
  })

  it('ends the session that the browser has', async () => {
    const { app } = await openSignIn()
    const cookies = { [SESSION_COOKIE]: 'reader', other: 'private' }
    const reply = await app.inject({ method: 'POST', url: '/auth/logout', cookies })
    expect(reply.json()).toEqual({ ended: 'reader' })
  })
})
