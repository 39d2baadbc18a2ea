import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { calculateJwkThumbprint, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClient, type Reply, type Request, type UploadedFile } from './client.ts'
import { docxFile, pdfFile } from './made-files.ts'
import { isExternal, newWord, openServer, type ServerUnderTest } from './server-under-test.ts'
import type { DocumentSummary, Problem } from './wire.ts'

const MAXIMUM_UPLOAD_MB = 1

let server: ServerUnderTest
beforeAll(async () => {
  server = await openServer({ FOOTNOTE_MAX_UPLOAD_MB: String(MAXIMUM_UPLOAD_MB) })
})
afterAll(() => server[Symbol.asyncDispose]())

/** Every error has this form, whatever it is about. */
function expectProblem({ status, headers, body }: Reply, wanted: readonly [status: number, code: string]): void {
  const problem = body as Problem
  expect([status, problem?.code]).toEqual(wanted)
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(problem).toMatchObject({ status, request_id: headers.get('x-request-id') })
  for (const text of [problem.type, problem.title, problem.detail]) expect(text).toMatch(/\w{3}/)
  expect(problem.detail).toMatch(/\.$/)
  expect(JSON.stringify(problem)).not.toMatch(/\bat .*\.ts:\d|node_modules|\/src\//)
}

const post = (json: unknown): Request => ({ method: 'POST', json })

describe('a wrong request', () => {
  const wrong: readonly (readonly [what: string, path: string, request: Request, status: number, code: string])[] = [
    ['an unknown address', '/api/nothing', {}, 404, 'not-found'],
    ['an unknown address outside the API', '/auth/nothing', {}, 404, 'not-found'],
    ['an empty question', '/api/ask', post({ query: '' }), 400, 'query-empty'],
    ['a blank question', '/api/ask', post({ query: ' \n\t ' }), 400, 'query-empty'],
    ['an empty search', '/api/search', post({ query: '' }), 400, 'query-empty'],
    ['a question of 2,001 characters', '/api/ask', post({ query: 'a'.repeat(2_001) }), 400, 'query-too-long'],
    ['a search of 2,001 characters', '/api/search', post({ query: 'a'.repeat(2_001) }), 400, 'query-too-long'],
    ['no question at all', '/api/ask', post({}), 400, 'invalid-request'],
    ['an unknown filter', '/api/ask', post({ query: 'What?', filters: { colour: 'red' } }), 400, 'filter-unknown'],
    ['an unknown search filter', '/api/search', post({ query: 'What?', filters: { x: 1 } }), 400, 'filter-unknown'],
    [
      'a filter of a wrong type',
      '/api/ask',
      post({ query: 'What?', filters: { document_ids: ['x'] } }),
      400,
      'invalid-request',
    ],
    ['an unknown member', '/api/ask', post({ query: 'What?', tenant_id: 'other' }), 400, 'invalid-request'],
    ['an unknown member of a search', '/api/search', post({ query: 'What?', groups: ['a'] }), 400, 'invalid-request'],
    ['a top_k of 0', '/api/ask', post({ query: 'What?', top_k: 0 }), 400, 'invalid-request'],
    ['a top_k of 51', '/api/ask', post({ query: 'What?', top_k: 51 }), 400, 'invalid-request'],
    ['a list as a body', '/api/ask', post([1]), 400, 'invalid-request'],
    [
      'a body that is not JSON',
      '/api/ask',
      { ...post(undefined), body: '{"query":', headers: { 'content-type': 'application/json' } },
      400,
      'invalid-request',
    ],
    ['no body', '/api/ask', { method: 'POST' }, 400, 'invalid-request'],
    [
      'a body of another type',
      '/api/ask',
      { method: 'POST', body: '<q/>', headers: { 'content-type': 'text/xml' } },
      415,
      'media-type-unsupported',
    ],
    ['a body of 65 KB', '/api/ask', post({ query: 'a'.repeat(65 * 1_024) }), 413, 'body-too-large'],
    ['an id that is none', '/api/documents/1', {}, 400, 'invalid-request'],
    ['an id that is very long', `/api/documents/${'a'.repeat(1_000)}`, {}, 400, 'invalid-request'],
    ['an address that cannot be decoded', '/api/documents/%E0%A4%A', {}, 400, 'invalid-request'],
    ['a document that does not exist', `/api/documents/${randomUUID()}`, {}, 404, 'document-not-found'],
    ['a cursor that is none', '/api/documents?cursor=abc', {}, 400, 'invalid-request'],
    ['an unknown state', '/api/documents?state=lost', {}, 400, 'invalid-request'],
    ['an unknown parameter', '/api/documents?colour=red', {}, 400, 'invalid-request'],
    ['an upload that is no form', '/api/documents', post({ file: 'x' }), 415, 'media-type-unsupported'],
    ['a sign-in link that nobody made', '/auth/sign-in?code=abcdef', {}, 401, 'sign-in-code-invalid'],
  ]

  it.each(wrong)('is answered with a problem: %s', async (_what, path, request, status, code) => {
    expectProblem(await server.admin.send(path, request), [status, code])
  })

  it.each([
    ['/api/ask', 'GET', ['POST']],
    ['/api/ask', 'DELETE', ['POST']],
    ['/api/documents', 'PATCH', ['DELETE', 'GET', 'HEAD', 'POST', 'PUT']],
    [`/api/documents/${randomUUID()}`, 'POST', ['DELETE', 'GET', 'HEAD']],
  ])('with the wrong method names the right ones: %s %s', async (path, method, allowed) => {
    const reply = await server.admin.send(path, { method })
    expectProblem(reply, [405, 'method-not-allowed'])
    expect(reply.headers.get('allow')?.split(', ').toSorted()).toEqual(allowed)
  })

  it('keeps the request id of the caller', async () => {
    const reply = await server.admin.send<Problem>('/api/nothing', { headers: { 'x-request-id': 'my-request-0001' } })
    expect(reply.body.request_id).toBe('my-request-0001')
  })

  it('with headers that are too long is answered with a problem', async () => {
    const { status, body, type } = await sendHeaders(server.baseUrl, { 'x-long': 'a'.repeat(100_000) })
    expect(status).toBe(400)
    expect(type).toMatch(/^application\/problem\+json/)
    expect(body).toMatchObject({ status: 400, code: 'invalid-request' })
  })
})

function sendHeaders(baseUrl: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ status: number | undefined; type: string | undefined; body: unknown }>((resolve, reject) => {
    const sent = httpRequest(`${baseUrl}/api/documents`, { headers }, (reply) => {
      let text = ''
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()))
      reply.on('end', () => {
        resolve({ status: reply.statusCode, type: reply.headers['content-type'], body: JSON.parse(text || 'null') })
      })
    })
    sent.on('error', reject).end()
  })
}

describe('a caller who is not known', () => {
  it.each(['/api/documents', '/api/session', '/api/reports/usage', '/api/nothing', '/api'])(
    'learns nothing at %s',
    async (path) => {
      const reply = await server.stranger.send(path)
      expectProblem(reply, [401, 'not-authenticated'])
      expect(reply.headers.get('www-authenticate')).toBe('Bearer')
    },
  )

  it.each([
    ['garbage', 'Bearer garbage'],
    ['three parts of garbage', 'Bearer a.b.c'],
    ['another scheme', 'Basic YWRtaW46YWRtaW4='],
    ['an empty token', 'Bearer '],
    ['a token of 10,000 characters', `Bearer ${'a'.repeat(5_000)}.${'b'.repeat(5_000)}.c`],
  ])('is refused with %s', async (_what, authorization) => {
    const reply = await server.stranger.send('/api/documents', { headers: { authorization } })
    expectProblem(reply, [401, 'not-authenticated'])
  })

  it('may see that the server lives', async () => {
    for (const path of ['/healthz', '/readyz']) expect((await server.stranger.send(path)).status).toBe(200)
  })
})

function sessionWith(token: string): Promise<Reply> {
  return createClient(server.baseUrl, token).send('/api/session')
}

describe.skipIf(isExternal)('a token', () => {
  const now = Math.floor(Date.now() / 1000)
  const claims = { tid: 'home', oid: 'anna', client_id: 'test', roles: ['Reader'], groups: [] }

  /** A token signed with the very key of the server, so that only what is wrong about its claims can be the reason. */
  async function signed(
    payload: JWTPayload,
    { issuer = 'urn:footnote:local', audience = 'footnote', typ = 'at+jwt' } = {},
  ) {
    const stored = JSON.parse(await readFile(join(server.own.home, 'secrets', 'token-signing-key'), 'utf8')) as JWK
    const token = new SignJWT({ ...claims, iat: now - 10, exp: now + 600, ...payload })
    const kid = await calculateJwkThumbprint(stored)
    const named = token.setProtectedHeader({ alg: 'ES256', typ, kid }).setIssuer(issuer).setAudience(audience)
    return named.setSubject('anna').sign(await importJWK(stored, 'ES256'))
  }

  it('that is right is accepted', async () => {
    expect((await sessionWith(await signed({}))).body).toMatchObject({ object_id: 'anna', roles: ['Reader'] })
  })

  it('that has expired says so', async () => {
    expectProblem(await sessionWith(await signed({ iat: now - 7_200, exp: now - 3_600 })), [401, 'token-expired'])
  })

  it.each([
    ['from another issuer', {}, { issuer: 'urn:other' }],
    ['for another audience', {}, { audience: 'other' }],
    ['of another kind', {}, { typ: 'JWT' }],
    ['that is not valid yet', { nbf: now + 3_600 }, {}],
    ['without an organisation', { tid: undefined }, {}],
    ['of an unknown organisation', { tid: 'elsewhere' }, {}],
    ['with an unknown role', { roles: ['Root'] }, {}],
  ])('%s is refused', async (_what, payload, options) => {
    expectProblem(await sessionWith(await signed(payload, options)), [401, 'not-authenticated'])
  })

  it('whose text was changed is refused', async () => {
    const [header = '', , signature = ''] = (await signed({})).split('.')
    const body = Buffer.from(JSON.stringify({ ...claims, roles: ['Admin'], exp: now + 600 })).toString('base64url')
    expectProblem(await sessionWith(`${header}.${body}.${signature}`), [401, 'not-authenticated'])
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url')
    expectProblem(await sessionWith(`${none}.${body}.${signature}`), [401, 'not-authenticated'])
  })
})

describe.skipIf(isExternal)('a role', () => {
  let reader: Client
  let contributor: Client
  beforeAll(async () => {
    reader = await server.clientFor({ user: 'rita', role: 'Reader' })
    contributor = await server.clientFor({ user: 'carl', role: 'Contributor' })
  })

  it('that is too low is told which one is needed', async () => {
    const upload = await reader.upload([{ name: 'a.txt', content: 'Text.' }])
    expectProblem(upload, [403, 'role-missing'])
    expect((upload.body as unknown as Problem).detail).toContain('Contributor')
    expectProblem(await reader.remove(randomUUID()), [403, 'role-missing'])
    for (const client of [reader, contributor]) {
      expectProblem(await client.send('/api/sign-in-links', post({})), [403, 'role-missing'])
      expectProblem(await client.send('/api/reports/usage?of=everyone'), [403, 'role-missing'])
    }
  })

  it('that is enough is let through', async () => {
    expect((await reader.ask('Is anybody there?')).status).toBe(200)
    expect((await reader.send('/api/reports/usage')).status).toBe(200)
    expect((await contributor.remove(randomUUID())).status).toBe(404)
  })
})

/** A file that starts with these bytes, as files of its kind do. */
function startingWith(...values: readonly number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...values, ...new Uint8Array(64)])
}

function goodFile(): UploadedFile {
  return { name: `${newWord()}.txt`, content: `A good text about ${newWord()}.` }
}

function brokenDocx(): UploadedFile {
  const { name, content } = docxFile('broken.docx', ['Some text.'])
  return { name, content: Uint8Array.from(Buffer.from(content).subarray(0, -200)) }
}

describe('a file that cannot be read', () => {
  const bad = [
    ['unsupported', { name: 'picture.png', content: startingWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) }],
    ['unsupported', { name: 'program.exe', content: startingWith(0x4d, 0x5a, 0x90, 0x00, 0x03) }],
    ['encrypted', pdfFile('locked.pdf', ['Nobody reads this.'], { locked: true })],
    ['corrupt', { name: 'broken.pdf', content: `%PDF-1.7\n${'garbage '.repeat(50)}` }],
    ['corrupt', brokenDocx()],
    ['empty', { name: 'empty.txt', content: '' }],
    ['empty', { name: 'blank.md', content: ' \n\t\n ' }],
  ] as const

  it('ends in a stated failure and does not stop the others', async () => {
    const files = [goodFile(), ...bad.map(([, file]) => file), goodFile()]
    const documents = await server.admin.add(files, { source: `bad-${newWord()}` })
    const ends = documents.map(({ external_id, state, reason }) => [external_id.split('/').at(-1), state, reason])
    expect(ends).toEqual([
      [files[0]?.name, 'ready', null],
      ...bad.map(([reason, { name }]) => [name, 'failed', reason]),
      [files.at(-1)?.name, 'ready', null],
    ])
    for (const { state, detail } of documents) if (state === 'failed') expect(detail).toMatch(/^[A-Z].*\.$/)
    await Promise.all(documents.map(({ id }) => server.admin.remove(id)))
  })

  it('can be sent again', async () => {
    const identity = { source: 'again', external_id: newWord() }
    const [first] = await server.admin.add([{ name: 'a.txt', content: '' }], identity)
    expect(first?.state).toBe('failed')
    const [second] = await server.admin.add([goodFile()], identity)
    expect(second).toMatchObject({ id: first?.id, version: 2, state: 'ready' })
    await server.admin.remove(second?.id ?? '')
  })
})

describe('an upload', () => {
  const text = { name: 'a.txt', content: 'Some text.' }

  it.each([
    ['without a file', [], {}],
    ['with an unknown field', [text], { colour: 'red' }],
    ['with a wrong access list', [text], { access: 'everybody' }],
    ['with an empty access list', [text], { access: '' }],
    ['with one title for two files', [text, text], { title: 'Two' }],
  ])('%s is refused', async (_what, files, fields) => {
    expectProblem(await server.admin.upload(files, fields), [400, 'invalid-request'])
  })

  it.skipIf(isExternal)('of a file that is too large is refused, the smaller ones beside it are taken', async () => {
    const large = { name: 'large.txt', content: 'a'.repeat(MAXIMUM_UPLOAD_MB * 1_048_576 + 1) }
    expectProblem(await server.admin.upload([large]), [413, 'body-too-large'])

    const { status, body } = await server.admin.upload([large, { name: `${newWord()}.txt`, content: 'A small text.' }])
    expect(status).toBe(202)
    expect(body.rejected).toMatchObject([{ file_name: 'large.txt', code: 'body-too-large' }])
    const [small]: readonly DocumentSummary[] = await server.admin.settled(body.documents.map(({ id }) => id))
    expect(small?.state).toBe('ready')
  })

  it.skipIf(isExternal)('of exactly the largest size is taken', async () => {
    const line = `${newWord()} and more words to fill a line of text with.\n`
    const content = line
      .repeat(Math.ceil((MAXIMUM_UPLOAD_MB * 1_048_576) / line.length))
      .slice(0, MAXIMUM_UPLOAD_MB * 1_048_576)
    expect((await server.admin.upload([{ name: 'full.txt', content }])).status).toBe(202)
  })
})
