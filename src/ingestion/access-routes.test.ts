import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Principal } from '../contracts/principal.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { ingestionRoutes } from './routes.ts'

let library: TestLibrary
let server: TestServer
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
  tenantId = await library.database.newTenant()
  server = await openTestServer({ roles: ['ingestion'], clock: library.clock })
  const limits = { maximumUploadBytes: 1_000_000, maximumQueuedDocuments: 100 }
  await server.app.register(ingestionRoutes({ ...library, ...limits, locator: library.parser }))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})

const person = (object_id: string, more: Partial<Principal> = {}) =>
  contextFor({ tenant_id: tenantId, object_id, roles: ['Contributor'], ...more }, { clock: library.clock })
const admin = () => person('root', { roles: ['Admin'] })

async function call(method: 'GET' | 'PUT' | 'POST', url: string, context: ReturnType<typeof person>, body?: object) {
  const headers = { ...(await server.headersOf(context)), 'x-request-id': 'request-1' }
  return server.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
}

describe('the routes of access lists', () => {
  it('show and change the list of a document, and say where it comes from', async () => {
    const { documentId } = await library.add({ text: 'one', fileName: 'a.txt' }, person('ada'))
    const url = `/api/documents/${documentId}/access`
    expect((await call('GET', url, person('ada'))).json()).toEqual({
      document_id: documentId,
      access: ['user:ada'],
      from: 'document',
      name: null,
      lets_you_in: true,
    })
    const changed = await call('PUT', url, person('ada'), { access: ['user:ada', 'group:a'] })
    expect([changed.statusCode, changed.json<{ access: string[] }>().access]).toEqual([200, ['user:ada', 'group:a']])
    const reader = person('bob', { roles: ['Reader'], group_ids: ['a'] })
    expect((await call('GET', url, reader)).statusCode).toBe(200)
    expect((await call('PUT', url, reader, { access: ['everyone'] })).statusCode).toBe(403)
  })

  it('let administrators, and nobody else, share a document that they may not read', async () => {
    const { documentId } = await library.add({ text: 'four', fileName: 'to-share.txt' }, person('ada'))
    const url = `/api/admin/documents/${documentId}/access`
    expect((await call('PUT', url, person('ada'), { access: ['everyone'] })).statusCode).toBe(403)
    expect((await call('PUT', url, admin(), { access: ['user:bob'] })).json()).toMatchObject({ lets_you_in: false })
    expect((await call('GET', `/api/documents/${documentId}`, admin())).statusCode).toBe(404)
    expect(
      (await call('PUT', `/api/admin/documents/${randomUUID()}/access`, admin(), { access: ['a'] })).statusCode,
    ).toBe(400)
  })

  it('answer byte for byte the same for what is missing and what may not be seen', async () => {
    const { documentId } = await library.add({ text: 'two', fileName: 'b.txt' }, person('ada'))
    await call('PUT', '/api/access-lists?kind=collection&name=Secret', admin(), { access: ['user:ada'] })
    await call('PUT', '/api/access-lists?kind=source&name=secret', admin(), { access: ['user:ada'] })
    const pairs = [
      [`/api/documents/${documentId}/access`, `/api/documents/${randomUUID()}/access`],
      ['/api/access-lists?kind=collection&name=Secret', '/api/access-lists?kind=collection&name=Missing'],
      ['/api/access-lists?kind=source&name=secret', '/api/access-lists?kind=source&name=missing'],
    ] as const
    for (const [forbidden, missing] of pairs)
      for (const [method, body] of [
        ['GET', undefined],
        ['PUT', { access: ['user:bob'] }],
      ] as const) {
        const [one, other] = [
          await call(method, forbidden, person('bob'), body),
          await call(method, missing, person('bob'), body),
        ]
        expect([one.statusCode, other.statusCode]).toEqual([404, 404])
        expect(one.body).toBe(other.body)
      }
  })

  it('take names with slashes and spaces, and refuse entries that are not well formed', async () => {
    const url = `/api/access-lists?${new URLSearchParams({ kind: 'collection', name: 'HR / Rules 2026' }).toString()}`
    const set = await call('PUT', url, admin(), { access: ['group:hr', 'group:hr'] })
    expect(set.json()).toMatchObject({
      kind: 'collection',
      name: 'HR / Rules 2026',
      access: ['group:hr'],
      documents: 0,
    })
    expect((await call('GET', url, admin())).json()).toEqual(set.json())
    for (const body of [{}, { access: [] }, { access: ['all'] }, { access: ['user:'] }, { access: ['user:a b'] }])
      expect((await call('PUT', url, admin(), body)).statusCode).toBe(400)
    const { documentId } = await library.add({ text: 'three', fileName: 'c.txt' }, person('ada'))
    for (const body of [{ inherit: 'group' }, { access: ['everyone'], inherit: 'source' }, { access: ['all'] }])
      expect((await call('PUT', `/api/documents/${documentId}/access`, person('ada'), body)).statusCode).toBe(400)
  })
})
