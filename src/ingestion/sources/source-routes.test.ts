import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Principal } from '../../contracts/principal.ts'
import type { Source, SourceItemPage } from '../../contracts/sources.ts'
import { liftHold, placeHold } from '../../orchestration/records/legal-holds.ts'
import { contextFor } from '../../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../../testing/open-test-library.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { ingestionRoutes } from '../routes.ts'

let library: TestLibrary
let server: TestServer
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
  server = await openTestServer({ roles: ['ingestion'], clock: library.clock })
  const limits = { maximumUploadBytes: 1_000_000, maximumQueuedDocuments: 100 }
  await server.app.register(ingestionRoutes({ ...library, ...limits, locator: library.parser }))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})
beforeEach(async () => {
  tenantId = await library.database.newTenant()
})

const person = (object_id: string, more: Partial<Principal> = {}) =>
  contextFor({ tenant_id: tenantId, object_id, roles: ['Contributor'], ...more }, { clock: library.clock })
const admin = () => person('root', { roles: ['Admin'] })

async function call(
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  url: string,
  context: ReturnType<typeof person>,
  body?: object,
) {
  const headers = { ...(await server.headersOf(context)), 'x-request-id': 'request-1' }
  return server.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
}
const report = { kind: 'folder', location: '/library', state: 'idle' } as const
const add = (externalId: string, context: ReturnType<typeof person>, access: readonly string[] | null = null) =>
  library.add(
    { text: externalId, fileName: externalId, source: 'wiki', externalId, access, fingerprint: `1-${externalId}` },
    context,
  )

describe('sources', () => {
  it('are noted, listed and forgotten by whoever keeps them', async () => {
    const counts = { added: 1, changed: 0, deleted: 0, unchanged: 0, failed: 0 }
    const first = await call('PUT', '/api/sources/wiki', person('ada'), { ...report, cursor: 'c1', counts })
    expect(first.json<Source>()).toMatchObject({ name: 'wiki', cursor: 'c1', counts, documents: 0, kept_by: 'ada' })
    await add('a.txt', person('ada'))
    // What is not said stays.
    const next = await call('PUT', '/api/sources/wiki', person('ada'), { ...report, state: 'syncing' })
    expect(next.json<Source>()).toMatchObject({ cursor: 'c1', documents: 1, finished_at: null })
    expect((await call('GET', '/api/sources', person('ada'))).json<object>()).toMatchObject({
      sources: [{ name: 'wiki' }],
    })
    expect((await call('DELETE', '/api/sources/wiki', person('ada'))).statusCode).toBe(204)
    expect((await call('GET', '/api/sources/wiki', person('ada'))).statusCode).toBe(404)
  })

  it('look as if they were not there to others, but for administrators', async () => {
    await call('PUT', '/api/sources/wiki', person('ada'), report)
    const other = person('bob')
    for (const [method, url, body] of [
      ['GET', '', undefined],
      ['GET', '/items', undefined],
      ['DELETE', '', undefined],
      ['POST', '/removals', { external_ids: ['a'] }],
    ] as const) {
      const hidden = await call(method, `/api/sources/wiki${url}`, other, body)
      const missing = await call(method, `/api/sources/none${url}`, other, body)
      expect([hidden.statusCode, hidden.body.replaceAll('wiki', 'none')]).toEqual([404, missing.body])
    }
    expect((await call('PUT', '/api/sources/wiki', other, report)).statusCode).toBe(404)
    expect((await call('GET', '/api/sources', other)).json()).toEqual({ sources: [], next_cursor: null })
    expect((await call('GET', '/api/sources/wiki', admin())).statusCode).toBe(200)
    expect((await call('GET', '/api/sources', person('ada', { roles: ['Reader'] }))).statusCode).toBe(403)
  })

  it('cannot be claimed where others have added documents, but by an administrator', async () => {
    await add('a.txt', person('ada'))
    expect((await call('PUT', '/api/sources/wiki', person('bob'), report)).statusCode).toBe(404)
    expect((await call('PUT', '/api/sources/wiki', admin(), report)).statusCode).toBe(200)
    expect((await call('PUT', '/api/sources/upload', admin(), report)).statusCode).toBe(400)
  })

  it('name their documents page by page, whoever may read those', async () => {
    await call('PUT', '/api/sources/wiki', admin(), report)
    for (const name of ['a', 'b', 'c']) await add(name, admin(), ['user:carol'])
    const url = '/api/sources/wiki/items?limit=2'
    const first = (await call('GET', url, admin())).json<SourceItemPage>()
    expect(first.items.map(({ external_id, fingerprint }) => [external_id, fingerprint])).toEqual([
      ['a', '1-a'],
      ['b', '1-b'],
    ])
    const rest = (await call('GET', `${url}&cursor=${first.next_cursor}`, admin())).json<SourceItemPage>()
    expect([rest.items.map(({ external_id }) => external_id), rest.next_cursor]).toEqual([['c'], null])
  })

  it('let their keeper replace and remove what the keeper may not read, and nobody else', async () => {
    await call('PUT', '/api/sources/wiki', admin(), report)
    const { documentId } = await add('a', admin(), ['user:carol'])
    await expect(add('a', person('bob'))).rejects.toThrow('Another document has this source and external id')
    expect((await add('a', admin(), ['user:carol'])).documentId).toBe(documentId)
    expect((await call('GET', `/api/documents/${documentId}`, admin())).statusCode).toBe(404)
    const removals = { external_ids: ['a', 'never-there'] }
    expect((await call('POST', '/api/sources/wiki/removals', admin(), removals)).json()).toEqual({ removed: 1 })
    const page = (await call('GET', '/api/sources/wiki/items', admin())).json<SourceItemPage>()
    expect(page.items).toEqual([])
  })

  it('do not bring back what somebody deleted here, until they have another state of it', async () => {
    const ada = person('ada')
    await call('PUT', '/api/sources/wiki', ada, report)
    const { documentId } = await add('a', ada)
    await call('DELETE', `/api/documents/${documentId}`, ada)
    const items = async () => (await call('GET', '/api/sources/wiki/items', ada)).json<SourceItemPage>().items
    expect(await items()).toMatchObject([{ external_id: 'a', fingerprint: '1-a', document_id: documentId }])
    library.clock.advance(1_000)
    const again = await add('a', ada)
    expect(await items()).toMatchObject([{ external_id: 'a', document_id: again.documentId }])
    await call('POST', '/api/sources/wiki/removals', ada, { external_ids: ['a'] })
    expect(await items()).toEqual([])
  })

  it('keep what they brought again since it was seen to be gone', async () => {
    await call('PUT', '/api/sources/wiki', person('ada'), report)
    const seenGoneAt = new Date(library.clock.now()).toISOString()
    library.clock.advance(1_000)
    await add('a', person('ada'))
    const removals = { external_ids: ['a'], changed_at: seenGoneAt }
    expect((await call('POST', '/api/sources/wiki/removals', person('ada'), removals)).json()).toEqual({ removed: 0 })
  })

  it('leave what a legal hold keeps, remove the others, and remove it the next time after the hold is lifted', async () => {
    const ada = person('ada')
    await call('PUT', '/api/sources/wiki', ada, report)
    const { documentId } = await add('a', ada)
    await add('b', ada)
    const placed = { reason: 'file 7', object_id: null, from: null, to: null, document_id: documentId }
    const { id } = await placeHold(library.database, placed, admin())
    const left = async () => {
      const page = (await call('GET', '/api/sources/wiki/items', ada)).json<SourceItemPage>()
      return page.items.map(({ external_id }) => external_id)
    }
    const removals = { external_ids: ['a', 'b'] }
    const first = await call('POST', '/api/sources/wiki/removals', ada, removals)
    expect([first.statusCode, first.json(), await left()]).toEqual([200, { removed: 1 }, ['a']])
    await liftHold(library.database, id, admin())
    const next = await call('POST', '/api/sources/wiki/removals', ada, removals)
    expect([next.json(), await left()]).toEqual([{ removed: 1 }, []])
  })
})
