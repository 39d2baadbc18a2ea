import { afterEach, describe, expect, it } from 'vitest'
import { noteTokenUsage } from '../platform/http/token-usage.ts'
import { anyone } from '../policies/anyone.ts'
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts'
import { sendRaw } from '../testing/raw-http.ts'
import { addressKind } from './access-log.ts'

const toAnyone = { config: { policy: anyone } }
const BEARER = { authorization: 'Bearer reader' }
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

let gateway: TestGateway | undefined
afterEach(async () => gateway?.[Symbol.asyncDispose]())

async function open() {
  gateway = await openTestGateway({ userRequestsPerMinute: 100_000, tenantRequestsPerMinute: 100_000 })
  const { app } = gateway
  app.post('/api/things/:id', toAnyone, async (_request, reply) => {
    noteTokenUsage(reply, { prompt: 12, completion: 34 })
    return { text: 'body-out' }
  })
  app.get('/api/large', toAnyone, (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
    reply.raw.write('x'.repeat(50_000))
    reply.raw.end('x'.repeat(50_000))
  })
  return gateway
}

const requestsOf = ({ log }: TestGateway) => log.filter((line) => line.includes('"msg":"request"'))
const linesOf = (opened: TestGateway) => requestsOf(opened).map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the line of a request', () => {
  it('says who asked what, how it ended, how long each part took and how much it carried', async () => {
    const opened = await open()
    const url = await opened.listen()
    const headers = { ...BEARER, traceparent: `00-${TRACE}-00f067aa0ba902b7-01`, 'content-type': 'application/json' }
    const reply = await fetch(`${url}/api/things/1?q=query-secret`, {
      method: 'POST',
      headers,
      body: '{"q":"body-in"}',
    })
    await reply.text()
    expect(reply.headers.get('server-timing')).toMatch(/^gw;dur=[\d.]+, auth;dur=[\d.]+, app;dur=[\d.]+$/)
    expect(reply.headers.get('traceresponse')).toContain(TRACE)
    expect(reply.headers.has('x-footnote-token-usage')).toBe(false)
    await expect.poll(() => requestsOf(opened).length).toBe(1)
    expect(linesOf(opened)[0]).toMatchObject({
      request_id: reply.headers.get('x-request-id'),
      trace_id: TRACE,
      tenant_id: 't1',
      object_id: 'reader',
      credential: 'token',
      client: 'own',
      method: 'POST',
      route: '/api/things/:id',
      status: 200,
      duration_in_ms: expect.any(Number),
      authentication_in_ms: expect.any(Number),
      limits_in_ms: expect.any(Number),
      first_byte_in_ms: expect.any(Number),
      prompt_tokens: 12,
      completion_tokens: 34,
    })
    expect(linesOf(opened)[0]).not.toHaveProperty('cancelled')
    expect(requestsOf(opened).join('')).not.toMatch(/secret|body-|Bearer|127\.0\.0/)
  })

  it('counts what really went over the wire, for streams and for the next request of a connection', async () => {
    const opened = await open()
    const url = await opened.listen()
    const request = 'GET /api/large HTTP/1.1\r\nHost: g\r\nAuthorization: Bearer reader\r\n'
    const received = await sendRaw(url, `${request}\r\n${request}Connection: close\r\n\r\n`)
    await expect.poll(() => requestsOf(opened).length).toBe(2)
    const [first, second] = linesOf(opened)
    expect(Number(first?.['bytes_out'])).toBeGreaterThan(100_000)
    expect(Number(first?.['bytes_out']) + Number(second?.['bytes_out'])).toBe(received.length)
    expect(Number(first?.['bytes_in']) + Number(second?.['bytes_in'])).toBe(request.length * 2 + 23)
  })

  it('is there for clients that leave, and for requests that are refused before anything else', async () => {
    const opened = await open()
    await opened.app.inject({ method: 'POST', url: '/internal/auth/authenticate' })
    await opened.app.inject('/api/things//1')
    await opened.app.inject('/api/nothing')
    await expect.poll(() => linesOf(opened).map(({ status }) => status)).toEqual([401, 400, 401])
  })

  it.each([
    ['fnk_secret', 'api-key'],
    ['reader', 'token'],
  ])('names the kind of the credential "%s", never the credential', async (token, kind) => {
    const opened = await open()
    await opened.app.inject({ url: '/api/nothing', headers: { authorization: `Bearer ${token}` } })
    await expect.poll(() => linesOf(opened)[0]?.['credential']).toBe(kind)
    expect(opened.log.join('')).not.toContain('fnk_')
  })
})

/** What has broken logs and their readers before: line ends, escapes, quotes, other alphabets, commands, markup. */
const NAUGHTY = [
  'a\r\nb',
  'a\nb',
  '\u2028',
  '\u2029',
  '\u0085',
  '\u001b[2J\u001b[31m',
  '\u0007',
  '\u0000',
  '\ufeff',
  '\u202e',
  '","level":60,"msg":"x',
  '"}\n{"level":60}',
  '\\',
  '\\"',
  "'",
  '%0d%0a',
  '%s%n',
  '${jndi:ldap://x}',
  '{{7*7}}',

  '<script>alert(1)</script>',
  '$(id)',
  '`id`',
  '| cat',
  '; drop table',
  '../../etc/passwd',
  'é',
  '漢字',
  '😀',
  '\ud800',
  '__proto__',
  'constructor',
  'null',
  'NaN',
  '-1e999',
  '=cmd|x',
  '\t',
  ' ',
  'x'.repeat(4_000),
  '[object Object]',
]

it(`keeps one line of JSON per request, whatever is sent: ${NAUGHTY.length} strings in 7 places`, async () => {
  const opened = await open()
  for (const naughty of NAUGHTY) {
    const marked = `mark/${naughty}/mark`
    const escaped = encodeURIComponent(marked.toWellFormed())
    const asHeader = (name: string) => ({ url: '/api/nothing', headers: { ...BEARER, [name]: marked } })
    const requests = [
      ...['x-request-id', 'user-agent', 'traceparent', 'cookie', 'accept'].map(asHeader),
      { url: `/api/${escaped}`, headers: BEARER },
      { url: `/api/nothing?q=${escaped}`, headers: BEARER },
    ]
    for (const request of requests) await opened.app.inject(request)
  }
  await expect.poll(() => requestsOf(opened).length).toBe(NAUGHTY.length * 7)
  for (const line of requestsOf(opened)) {
    for (const odd of ['\r', '\n', '\u2028', '\u2029', '\u001b']) expect(line.trimEnd()).not.toContain(odd)
    expect(JSON.parse(line)).toMatchObject({ level: 30, msg: 'request' })
  }
  expect(opened.log.filter((line) => line.includes('mark'))).toEqual([])
})

it.each([
  ['127.0.0.1', 'own'],
  ['::1', 'own'],
  ['::ffff:127.0.0.1', 'own'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.1.1', 'private'],
  ['fd00::1', 'private'],
  ['fe80::1', 'private'],
  ['8.8.8.8', 'public'],
  ['2001:db8::1', 'public'],
])('calls the address %s %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind)
})
