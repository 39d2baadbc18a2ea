import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DocumentSummary } from '../contracts/documents.ts'
import type { Principal } from '../contracts/principal.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { ingestionRoutes } from './routes.ts'

const MAXIMUM_BYTES = 1_000_000

let library: TestLibrary
let server: TestServer
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
  server = await openTestServer({ roles: ['ingestion'], clock: library.clock })
  const limits = { maximumUploadBytes: MAXIMUM_BYTES, maximumQueuedDocuments: 50 }
  await server.app.register(ingestionRoutes({ ...library, ...limits, locator: library.parser }))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})
beforeEach(async () => {
  tenantId = await library.database.newTenant()
})

const person = (object_id = 'ada', more: Partial<Principal> = {}) =>
  contextFor({ tenant_id: tenantId, object_id, roles: ['Contributor'], ...more }, { clock: library.clock })

interface Sent {
  readonly method?: 'PUT' | 'DELETE' | 'GET'
  readonly query?: Readonly<Record<string, string>>
  readonly payload?: Buffer | string | Readable
  readonly type?: string
  readonly by?: ReturnType<typeof person>
}

async function send({ method = 'PUT', query = {}, payload, type, by = person() }: Sent) {
  const url = `/api/documents?${new URLSearchParams(query).toString()}`
  const headers = {
    ...(await server.headersOf(by)),
    ...(type === undefined ? {} : { 'content-type': type }),
    ...(payload instanceof Readable ? { 'transfer-encoding': 'chunked' } : {}),
  }
  return server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
}

const identity = { source: 'drive', external_id: 'folder/plan.md' }
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex')

describe('PUT /api/documents', () => {
  it('takes the body as it comes, whatever it says it is, and names the document after its identity', async () => {
    for (const [i, type] of ['application/json', 'text/plain; charset=utf-8', 'image/x-unknown', undefined].entries()) {
      const payload = Buffer.from(`{"not json ${i}`)
      const external_id = `folder/${i}.json`
      const reply = await send({ query: { source: 'drive', external_id }, payload, ...(type && { type }) })
      expect([type, reply.statusCode]).toEqual([type, 202])
      expect(reply.json<DocumentSummary>()).toMatchObject({
        source: 'drive',
        external_id,
        title: `${i}.json`,
        sha256: sha256(payload),
        state: 'queued',
      })
    }
  })

  it('keeps a file whole that comes in many pieces without a length, and takes one of no bytes', async () => {
    const pieces = Array.from({ length: 500 }, (_, i) => Buffer.alloc(1_000, i % 256))
    const reply = await send({ query: identity, payload: Readable.from(pieces), type: 'application/pdf' })
    expect(reply.json<DocumentSummary>()).toMatchObject({
      size_in_bytes: 500_000,
      sha256: sha256(Buffer.concat(pieces)),
      media_type: 'application/pdf',
    })
    const empty = await send({ query: identity, payload: Readable.from([]) })
    expect([empty.statusCode, empty.json<DocumentSummary>().size_in_bytes]).toEqual([202, 0])
  })

  it('answers 202 when something changed and 200 when not', async () => {
    const query = { ...identity, fingerprint: 'a', title: 'Plan', priority: 'low' }
    const first = await send({ query, payload: 'one' })
    expect([first.statusCode, first.json<DocumentSummary>().priority]).toEqual([202, 'low'])
    const again = await send({ query, payload: 'one' })
    expect([again.statusCode, again.body]).toEqual([200, first.body])
    expect((await send({ query: { ...query, access: 'everyone, user:ada' }, payload: 'one' })).statusCode).toBe(202)
    const other = await send({ query, payload: 'two' })
    expect([other.statusCode, other.json<DocumentSummary>().version]).toEqual([202, 2])
  })

  it('says in one sentence what is wrong', async () => {
    const form = 'multipart/form-data; boundary=x'
    const private_ = { ...identity, access: 'user:bob' }
    const cases: readonly (readonly [Sent, number, string, RegExp])[] = [
      [{ query: identity }, 400, 'invalid-request', /bytes of the file as the body/],
      [{ query: { source: 'drive' }, payload: 'a' }, 400, 'invalid-request', /external_id/],
      [{ query: { ...identity, access: 'all' }, payload: 'a' }, 400, 'invalid-request', /access/],
      [{ query: { ...identity, changed_at: 'yesterday' }, payload: 'a' }, 400, 'invalid-request', /changed_at/],
      [{ query: { ...identity, owner: 'ada' }, payload: 'a' }, 400, 'invalid-request', /owner/],
      [{ query: identity, payload: 'a', type: form }, 415, 'media-type-unsupported', /send forms with POST/],
      [{ query: private_, payload: 'a' }, 403, 'would-lock-out', /user:ada/],
      [{ query: identity, payload: Buffer.alloc(MAXIMUM_BYTES + 1) }, 413, 'body-too-large', /split the file/],
      [
        { query: identity, payload: 'a', by: person('eve', { roles: ['Reader'] }) },
        403,
        'role-missing',
        /Contributors/,
      ],
    ]
    for (const [sent, status, code, detail] of cases) {
      const reply = await send(sent)
      const problem = reply.json<{ code: string; detail: string }>()
      expect([reply.statusCode, problem.code]).toEqual([status, code])
      expect(problem.detail).toMatch(detail)
    }
    const unmeasured = Readable.from(Array.from({ length: 1_100 }, () => Buffer.alloc(1_000)))
    expect((await send({ query: identity, payload: unmeasured })).statusCode).toBe(413)
    expect((await send({ method: 'GET' })).json()).toEqual({ documents: [], next_cursor: null })
  })

  it('refuses a name that somebody else gave a document of theirs, as if it could not be chosen', async () => {
    await send({ query: identity, payload: 'hers' })
    const reply = await send({ query: identity, payload: 'his', by: person('bob') })
    expect([reply.statusCode, reply.json<{ code: string }>().code]).toEqual([404, 'document-not-found'])
  })

  it('says that a change comes too late after a deletion, and gives the document when it changed since', async () => {
    const at = (minute: number) => ({ ...identity, changed_at: `2026-03-02T08:0${minute}:00+00:00` })
    await send({ query: at(2), payload: 'two' })
    const late = await send({ query: at(1), payload: 'one' })
    expect([late.statusCode, late.json<DocumentSummary>().sha256]).toEqual([200, sha256('two')])
    expect((await send({ method: 'DELETE', query: at(1) })).statusCode).toBe(409)
    expect((await send({ method: 'DELETE', query: at(3) })).statusCode).toBe(204)
    const gone = await send({ query: at(2), payload: 'two' })
    expect([gone.statusCode, gone.json<{ code: string }>().code]).toEqual([409, 'news-overtaken'])
    expect((await send({ query: at(4), payload: 'four' })).statusCode).toBe(202)
  })
})

describe('DELETE /api/documents', () => {
  it('deletes once and says the same every time, also of what is not there or not to be seen', async () => {
    await send({ query: identity, payload: 'one' })
    const replies = [
      await send({ method: 'DELETE', query: identity, by: person('bob') }),
      await send({ method: 'DELETE', query: { ...identity, external_id: 'unknown' }, by: person('bob') }),
      await send({ method: 'DELETE', query: identity }),
      await send({ method: 'DELETE', query: identity }),
    ]
    expect(replies.map(({ statusCode, body }) => [statusCode, body])).toEqual(replies.map(() => [204, '']))
    expect((await send({ method: 'GET' })).json()).toEqual({ documents: [], next_cursor: null })
  })

  it('needs an identity and the role', async () => {
    expect((await send({ method: 'DELETE', query: { source: 'drive' } })).statusCode).toBe(400)
    const by = person('eve', { roles: ['Reader'] })
    expect((await send({ method: 'DELETE', query: identity, by })).statusCode).toBe(403)
  })
})

describe('the list of documents', () => {
  it('can be narrowed to a source, a name of it, and a collection', async () => {
    const add = (source: string, external_id: string, collection: string) =>
      send({ query: { source, external_id, collection }, payload: `${source} ${external_id}` })
    for (const source of ['drive', 'web'])
      for (const name of ['a', 'b']) await add(source, name, name === 'a' ? 'Rules' : 'Plans')
    const found = async (query: Readonly<Record<string, string>>) => {
      const { documents } = (await send({ method: 'GET', query })).json<{ documents: DocumentSummary[] }>()
      return documents.map(({ source, external_id }) => `${source}/${external_id}`).toSorted()
    }
    expect(await found({ source: 'drive' })).toEqual(['drive/a', 'drive/b'])
    expect(await found({ collection: 'Rules' })).toEqual(['drive/a', 'web/a'])
    expect(await found({ source: 'web', external_id: 'b' })).toEqual(['web/b'])
    expect(await found({ source: 'web', collection: 'Plans', state: 'queued' })).toEqual(['web/b'])
    expect((await send({ method: 'GET', query: { external_id: 'b' } })).statusCode).toBe(400)
  })
})
