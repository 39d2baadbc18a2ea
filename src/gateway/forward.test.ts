import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openTestGateway } from '../testing/open-test-gateway.ts'
import { proxyTo } from './proxy.ts'

const opened: AsyncDisposable[] = []
afterEach(async () => {
  for (const part of opened.splice(0).toReversed()) await part[Symbol.asyncDispose]()
})

/** A gateway before a role that answers as it is told. */
async function open(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const role = createServer(answer)
  role.listen(0, '127.0.0.1')
  await once(role, 'listening')
  const gateway = await openTestGateway()
  opened.push(gateway, {
    [Symbol.asyncDispose]: async () => {
      role.closeAllConnections()
      role.close()
    },
  })
  const url = `http://127.0.0.1:${(role.address() as AddressInfo).port}`
  const routes = ['POST /api/ask', 'GET /api/documents', 'POST /api/documents']
  await proxyTo(gateway.app, { role: 'orchestration', routes, url }, gateway.tokens)
  return { ...gateway, url: await gateway.listen(), role }
}

const HEADERS = { authorization: 'Bearer reader', 'content-type': 'application/json' }
const ask = (url: string, init: RequestInit = {}) =>
  fetch(`${url}/api/ask`, {
    method: 'POST',
    headers: { ...HEADERS, accept: 'text/event-stream' },
    body: '{"query":"?"}',
    ...init,
  })
const startEvents = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' })

describe('a stream of a role', () => {
  it('reaches the client part by part, before the role goes on, with headers that keep it from being stored', async () => {
    const read = Promise.withResolvers<void>()
    const { url } = await open((_request, response) => {
      startEvents(response).write('event: a\n\n')
      void read.promise.then(() => response.end('event: b\n\n'))
    })
    const reply = await ask(url)
    expect(reply.headers.get('cache-control')).toContain('no-store')
    expect(reply.headers.get('server-timing')).toMatch(/gw;dur=[\d.]+, auth;dur=[\d.]+, app;dur=[\d.]+/)
    const reader = reply.body!.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader.read()).value).toBe('event: a\n\n')
    read.resolve()
    expect((await reader.read()).value).toBe('event: b\n\n')
    expect((await reader.read()).done).toBe(true)
  })

  it('is stopped at the role within 100 ms when the client goes away, 20 of 20 times', async () => {
    const closed: number[] = []
    const { url } = await open((request, response) => {
      request.resume()
      startEvents(response).write('event: a\n\n')
      response.once('close', () => closed.push(performance.now()))
    })
    let slowest = 0
    for (let round = 1; round <= 20; round++) {
      const abort = new AbortController()
      const reply = await ask(url, { signal: abort.signal })
      await reply.body!.getReader().read()
      const leftAt = performance.now()
      abort.abort()
      await expect.poll(() => closed.length, { interval: 2 }).toBe(round)
      slowest = Math.max(slowest, closed.at(-1)! - leftAt)
    }
    expect(slowest).toBeLessThan(100)
  })

  it('that breaks off breaks off for the client too: half an answer is never taken for a whole one', async () => {
    const { url } = await open((_request, response) => {
      startEvents(response).write('event: a\n\n', () => response.destroy())
    })
    const reply = await ask(url)
    await expect(reply.text()).rejects.toThrow()
  })

  it('goes no faster than its reader', async () => {
    const PIECE = Buffer.alloc(64 * 1024)
    let written = 0
    const { url } = await open((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/octet-stream' })
      const more = () => {
        while (written < 2_000) {
          written += 1
          if (response.write(PIECE)) continue
          response.once('drain', more)
          return
        }
        response.end()
      }
      more()
    })
    const { port } = new URL(url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.pause()
    socket.write('GET /api/documents HTTP/1.1\r\nHost: g\r\nAuthorization: Bearer reader\r\n\r\n')
    let before = -1
    for (let still = 0; still < 500; still = written === before ? still + 1 : 0) {
      before = written
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(written).toBeLessThan(500)
    socket.destroy()
  })
})

describe('an upload', () => {
  it('reaches the role while the client still sends', async () => {
    const seen = Promise.withResolvers<string>()
    const { url } = await open((request, response) => {
      request.once('data', (chunk: Buffer) => seen.resolve(chunk.toString()))
      request.on('end', () => response.end('{}'))
    })
    const upload = send(`${url}/api/documents`, {
      method: 'POST',
      headers: { ...HEADERS, 'content-type': 'text/plain' },
    })
    upload.write('first')
    expect(await seen.promise).toBe('first')
    const answered = once(upload, 'response')
    upload.end('last')
    const [reply] = (await answered) as [IncomingMessage]
    expect(reply.statusCode).toBe(200)
    reply.resume()
  })

  it('is broken off at the role within 100 ms when the client goes away', async () => {
    const started = Promise.withResolvers<void>()
    const broken = Promise.withResolvers<number>()
    const { url } = await open((request) => {
      request.once('data', () => started.resolve())
      request.once('close', () => broken.resolve(performance.now()))
    })
    const upload = send(`${url}/api/documents`, {
      method: 'POST',
      headers: { ...HEADERS, 'content-type': 'text/plain' },
    })
    upload.on('error', () => undefined)
    upload.write('first')
    await started.promise
    const leftAt = performance.now()
    upload.destroy()
    expect((await broken.promise) - leftAt).toBeLessThan(100)
  })
})

describe('a role', () => {
  it('is asked once: nothing is sent again, not even when the connection breaks before an answer', async () => {
    let asked = 0
    const { url } = await open((request) => {
      asked += 1
      request.socket.destroy()
    })
    for (const [path, method] of [
      ['/api/documents', 'GET'],
      ['/api/documents', 'POST'],
    ] as const) {
      const reply = await fetch(url + path, { method, headers: { authorization: 'Bearer reader' } })
      expect(reply.status).toBe(503)
      expect(reply.headers.get('retry-after')).toBe('2')
      expect(await reply.json()).toMatchObject({ code: 'service-unavailable' })
    }
    expect(asked).toBe(2)
  })

  it('that answers 503 is not asked again either, and its Retry-After reaches the client', async () => {
    let asked = 0
    const { url } = await open((_request, response) => {
      asked += 1
      response.writeHead(503, { 'retry-after': '7', 'content-length': 2 }).end('{}')
    })
    const reply = await fetch(`${url}/api/documents`, { headers: { authorization: 'Bearer reader' } })
    expect([reply.status, reply.headers.get('retry-after'), asked]).toEqual([503, '7', 1])
  })

  it('tells clients nothing of its inside, and cannot let its replies be stored', async () => {
    const { url } = await open((_request, response) => {
      const headers = {
        server: 'role/1',
        'x-powered-by': 'x',
        'x-footnote-token-usage': '12+34',
        'x-footnote-cacheable': '1',
        'x-footnote-secret': 's',
        'set-cookie': 'a=b',
        'access-control-allow-origin': '*',
        'cache-control': 'public, max-age=60',
        'x-footnote-answer-id': 'answer-1',
        'content-type': 'application/json',
      }
      response.writeHead(200, headers).end('{}')
    })
    const { headers } = await fetch(`${url}/api/documents`, { headers: { authorization: 'Bearer reader' } })
    const names = [...headers.keys()].filter((name) => /^server$|powered|footnote|cookie|access-control/.test(name))
    expect(names).toEqual(['x-footnote-answer-id'])
    expect(headers.get('cache-control')).toBe('private, no-store')
  })

  it('sees the trace of the client continued, and a broken one replaced', async () => {
    const parents: string[] = []
    const { url } = await open((request, response) => {
      parents.push(String(request.headers['traceparent']))
      response.end()
    })
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    for (const traceparent of [`00-${trace}-00f067aa0ba902b7-01`, '00-broken']) {
      const headers = { authorization: 'Bearer reader', traceparent }
      const reply = await fetch(`${url}/api/documents`, { headers })
      expect(reply.headers.get('traceresponse')).toBe(parents.at(-1))
      expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
    expect(parents[0]).toContain(trace)
    expect(parents[1]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
  })
})
