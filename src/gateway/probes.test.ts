import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CALL_CONTEXT_HEADER } from '../platform/http/call-context-token.ts'
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts'
import { openRecordingServer, type RecordingServer, sendRaw } from '../testing/raw-http.ts'
import { proxyTo } from './proxy.ts'

let gateway: TestGateway
let role: RecordingServer
let url: string
beforeAll(async () => {
  gateway = await openTestGateway({ userRequestsPerMinute: 100_000, tenantRequestsPerMinute: 100_000 })
  role = await openRecordingServer()
  const routes = ['POST /api/ask', 'GET /api/documents', 'POST /api/documents', 'GET /api/documents/:id']
  await proxyTo(gateway.app, { role: 'ingestion', routes, url: role.url }, gateway.tokens)
  url = await gateway.listen()
})
afterAll(async () => {
  await gateway[Symbol.asyncDispose]()
  await role[Symbol.asyncDispose]()
})
beforeEach(() => {
  role.requests.length = 0
})

/** What a probe found, as one line among the results. */
const report = (line: string) => process.stdout.write(`${line}\n`)

const HEAD = ['Host: gateway', 'Authorization: Bearer reader']
const LAST = ['GET /api/documents?last HTTP/1.1', ...HEAD, 'Connection: close', '', ''].join('\r\n')
/** At an address that the gateway never forwards: if a role sees it, it came through inside another request. */
const SMUGGLED = ['GET /api/smuggled HTTP/1.1', ...HEAD, `${CALL_CONTEXT_HEADER}: forged`, '', ''].join('\r\n')

/** Ways to write that a body comes in chunks, most of which some server somewhere misreads. */
const CODINGS = [
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: CHUNKED',
  'tRANSFER-eNCODING: chunked',
  'Transfer-Encoding:chunked',
  'Transfer-Encoding:\tchunked',
  'Transfer-Encoding: chunked ',
  'Transfer-Encoding: chunked\t',
  'Transfer-Encoding:\x0bchunked',
  'Transfer-Encoding:\x0cchunked',
  'Transfer-Encoding: \x00chunked',
  'Transfer-Encoding: chunked\x00',
  'Transfer-Encoding: chunked\x85',
  'Transfer-Encoding: \xa0chunked',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding: chunk',
  'Transfer-Encoding: "chunked"',
  'Transfer-Encoding: chunked;q=1',
  'Transfer-Encoding: chunked, identity',
  'Transfer-Encoding: identity, chunked',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: ,chunked',
  'Transfer-Encoding: chunked,',
  'Transfer-Encoding: identity',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: x',
  'Transfer-Encoding: x\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
  'Transfer-Encoding:\r\n chunked',
  ' Transfer-Encoding: chunked',
  'Transfer-Encoding : chunked',
  'Transfer\x00-Encoding: chunked',
  'Transfer_Encoding: chunked',
  'Transfer Encoding: chunked',
  '\xffTransfer-Encoding: chunked',
  'X: x\r\n Transfer-Encoding: chunked',
  'X: x\nTransfer-Encoding: chunked',
  'X: x\rTransfer-Encoding: chunked',
]
/** Ways to write how long a body is; `N` is its length. */
const LENGTHS = [
  '',
  'Content-Length: N',
  'Content-Length: 0',
  'Content-Length: 5',
  'Content-Length: +N',
  'Content-Length: -1',
  'Content-Length: N, N',
  'Content-Length: N\r\nContent-Length: 0',
  'Content-Length : N',
  'Content-Length: 0xN',
  'Content-Length: N\x00',
  'Content_Length: N',
]
/** Bodies in chunks with something odd about the chunks. */
const CHUNKS = [
  '0\n\n',
  '0\r\n\n',
  '0;x\r\n\r\n',
  '0;\n\r\n\r\n',
  '0x0\r\n\r\n',
  '+0\r\n\r\n',
  '-1\r\n\r\n',
  ' 0\r\n\r\n',
  '0 \r\n\r\n',
  '00000000000000000000\r\n\r\n',
  '10000000000000000\r\n\r\n',
  '2\r\n{}0\r\n\r\n',
  '2\r\n{}\n0\r\n\r\n',
  '2\n{}\r\n0\r\n\r\n',
  '2\r\n{}XX0\r\n\r\n',
  '2\r\n{}\r\n0\r\nX: y\r\n\r\n',
  `2\r\n{}\r\n0\r\n${CALL_CONTEXT_HEADER}: forged\r\n\r\n`,
  '2\r\n{}\r\n0\r\nContent-Length: 9\r\n\r\n',
  '2;a="\r\n"\r\n{}\r\n0\r\n\r\n',
  '\r\n0\r\n\r\n',
]

function attackWith(framing: readonly string[], body: string): string {
  const length = String(body.length)
  const lines = framing.filter((line) => line !== '').map((line) => line.replace(/N/g, length))
  return ['POST /api/ask HTTP/1.1', ...HEAD, 'Content-Type: application/json', ...lines, '', ''].join('\r\n') + body
}

const ATTACKS: readonly string[] = [
  ...CODINGS.flatMap((coding) => LENGTHS.map((length) => attackWith([coding, length], `0\r\n\r\n${SMUGGLED}`))),
  ...CHUNKS.map((chunks) => attackWith(['Transfer-Encoding: chunked'], chunks + SMUGGLED)),
  ...LENGTHS.map((length) => attackWith([length], SMUGGLED)),
]

describe('a request whose end can be read in two ways', () => {
  it(`never becomes two at a role: ${ATTACKS.length} variants, 0 through`, async () => {
    let refused = 0
    for (let from = 0; from < ATTACKS.length; from += 40) {
      const replies = await Promise.all(ATTACKS.slice(from, from + 40).map((attack) => sendRaw(url, attack + LAST)))
      refused += replies.filter((reply) => reply.startsWith('HTTP/1.1 400 ')).length
    }
    expect(ATTACKS.length).toBeGreaterThanOrEqual(315)
    const ids = role.requests.map(({ headers }) => headers['x-request-id'])
    const logged = new Set(gateway.log.map((line) => (JSON.parse(line) as { request_id?: string }).request_id))
    expect(role.requests.filter(({ url: path }) => path.includes('smuggled'))).toEqual([])
    // Every request that a role saw is one that the gateway knew, let through and signed, once.
    expect(ids.filter((id) => !logged.has(String(id)))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
    for (const { headers, method, url: path } of role.requests) {
      const hop = { audiences: ['ingestion'], method, path: path.split('?', 1)[0] ?? '' }
      const token = String(headers[CALL_CONTEXT_HEADER])
      await expect(gateway.tokens.verify(token, hop, gateway.clock.now())).resolves.toBeDefined()
    }
    report(`${ATTACKS.length} smuggling variants: ${refused} refused with 400, 0 through, 0 out of step`)
  })
})

const SPOOFED = ['admin', 'somebody-else'] as const
/** Headers by which servers are told who asks, what is asked, and of whom. */
const HEADERS = `
  X-Footnote-Context X-Footnote-User X-Footnote-Tenant X-Footnote-Cacheable x_footnote_context
  X-Footnote_Context X_FOOTNOTE_CONTEXT X-FOOTNOTE-CONTEXT X-Internal-User X_Internal_User X-User
  X-User-Id X-Remote-User Remote-User X-Forwarded-User X-Forwarded-Email X-Auth-User
  X-Authenticated-User X-WEBAUTH-USER X-MS-CLIENT-PRINCIPAL X-MS-CLIENT-PRINCIPAL-ID X-Tenant-Id
  X-Roles X-Groups X-Admin X-Api-Key Proxy-Authorization X-Authorization Cookie Cookie2
  X-HTTP-Method-Override X-HTTP-Method X-Method-Override X_HTTP_Method_Override _method
  X-Original-URL X-Rewrite-URL X-Original-Host X-Forwarded-Host X-Forwarded-Proto X-Forwarded-For
  X-Forwarded-Server X-Forwarded-Port X-Forwarded-Prefix X-Forwarded-Path X-Host Forwarded Via
  X-Real-IP X-Client-IP True-Client-IP CF-Connecting-IP X-Cluster-Client-IP X-Middleware-Subrequest
  X-Middleware-Rewrite X-Invoke-Path Traceresponse Baggage Expect Upgrade TE Trailer
`
const CONNECTION = [
  CALL_CONTEXT_HEADER,
  'x-request-id',
  'x-forwarded-host',
  'host',
  'authorization',
  'traceparent',
  'close',
]

const HEADER_PROBES: readonly string[] = [
  ...HEADERS.trim()
    .split(/\s+/)
    .flatMap((name) => SPOOFED.map((value) => `${name}: ${value}`)),
  ...CONNECTION.map((name) => `Connection: ${name}, keep-alive`),
  `${CALL_CONTEXT_HEADER}: a\r\n${CALL_CONTEXT_HEADER}: b`,
  'Host: evil.example',
]
/** All that a role is ever sent for a reading request. */
const KNOWN_HEADERS = new Set([
  'host',
  'connection',
  'accept',
  'x-request-id',
  'traceparent',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-for',
  CALL_CONTEXT_HEADER,
])

describe('a header that claims to be somebody, something or somewhere else', () => {
  it(`never reaches a role as identity, method or host: ${HEADER_PROBES.length} probes`, async () => {
    expect(HEADER_PROBES.length).toBeGreaterThanOrEqual(50)
    let answered = 0
    for (const probe of HEADER_PROBES) {
      role.requests.length = 0
      const lines = ['GET /api/documents HTTP/1.1', ...HEAD, 'Accept: */*', probe, '', '']
      const reply = await sendRaw(url, lines.join('\r\n'), /\r\n\r\n.*\}$/s)
      if (reply.startsWith('HTTP/1.1 200 ')) answered += 1
      expect(role.requests.length, probe).toBe(reply.startsWith('HTTP/1.1 200 ') ? 1 : 0)
      for (const { method, url: path, headers } of role.requests) {
        expect(
          Object.keys(headers).filter((name) => !KNOWN_HEADERS.has(name)),
          probe,
        ).toEqual([])
        expect([method, path, headers['x-forwarded-host']], probe).toEqual(['GET', '/api/documents', 'gateway'])
        expect(headers['x-forwarded-for'], probe).toBe('127.0.0.1')
        const hop = { audiences: ['ingestion'], method, path }
        const token = String(headers[CALL_CONTEXT_HEADER])
        const { principal } = await gateway.tokens.verify(token, hop, gateway.clock.now())
        expect(principal, probe).toMatchObject({ tenant_id: 't1', object_id: 'reader', roles: ['Reader'] })
      }
    }
    expect(answered).toBeGreaterThan(HEADER_PROBES.length / 2)
    report(`${HEADER_PROBES.length} header probes: ${answered} answered as the caller, 0 believed`)
  })
})

const ODD_ADDRESSES = [
  '//api/documents',
  '/api//documents',
  '/api/documents//1',
  '/api/documents/%2e%2e/ask',
  '/api/documents/%2E%2E%2fadmin',
  '/api/documents/..%2fadmin',
  '/api/documents/../admin',
  '/api/documents/./1',
  '/api/documents/..',
  '/api/documents/1%00',
  '/api/documents/1%0d%0aX:y',
  '/api/documents/%252e%252e/admin',
  '/api/documents/1%2fcontent',
  '/api/documents/1%5ccontent',
  '/api/documents/..\\admin',
  '/api/documents;x=1',
  '/api/documents/1;x=1',
  '/api/documents/1%3bx',
  '/%61pi/documents',
  '/API/documents',
  '/api/documents/%c0%ae%c0%ae/admin',
  '/api/documents/%ff',
  '/api/documents/%zz',
  '/api/documents/%e2%80',
  '/api/documents#x',
  '/api/documents/1#/../admin',
  '/api/documents?a#b',
  '/api/documents/\xe9',
  '/api/documents?a=\xe9',
  'http://gateway/api/documents',
  'http://evil.example/api/documents',
  'https://evil.example:443/api/documents',
  'api/documents',
  '*',
  '/internal/auth/authenticate',
  '/./internal/auth/authenticate',
  '/api/documents/1/secret',
  '/api/ask',
] as const

describe('an address that can be read in two ways', () => {
  it(`is refused before a role sees it: ${ODD_ADDRESSES.length} forms`, async () => {
    for (const address of ODD_ADDRESSES) {
      const bytes = [`GET ${address} HTTP/1.1`, ...HEAD, 'Connection: close', '', ''].join('\r\n')
      const reply = await sendRaw(url, bytes)
      expect(reply, address).toMatch(/^HTTP\/1\.1 40[0145] /)
      expect(reply, address).toContain('application/problem+json')
    }
    expect(role.requests).toEqual([])
    report(`${ODD_ADDRESSES.length} odd addresses: 0 at a role`)
  })

  it('is told from addresses that are only long, or have escapes they need', async () => {
    for (const address of [
      '/api/documents/a%20b',
      `/api/documents/${'x'.repeat(400)}`,
      '/api/documents?q=%2e%2e//%00',
    ]) {
      const reply = await sendRaw(url, [`GET ${address} HTTP/1.1`, ...HEAD, 'Connection: close', '', ''].join('\r\n'))
      expect(reply, address).toMatch(/^HTTP\/1\.1 200 /)
    }
  })

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'PURGE', 'DELETE', 'PATCH', 'PUT', 'FOO'])(
    'and a method that the route does not have, here %s, is refused too',
    async (method) => {
      const bytes = [`${method} /api/documents HTTP/1.1`, ...HEAD, 'Connection: close', '', ''].join('\r\n')
      expect(await sendRaw(url, bytes)).not.toMatch(/^HTTP\/1\.1 [23]/)
      expect(role.requests).toEqual([])
    },
  )
})
