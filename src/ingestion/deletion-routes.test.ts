import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DeletionPage, DeletionReceipt } from '../contracts/deletions.ts'
import type { DocumentPage } from '../contracts/documents.ts'
import type { Principal } from '../contracts/principal.ts'
import { liftHold, placeHold } from '../orchestration/records/legal-holds.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { type FileToAdd, openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { processVersion } from './process-version.ts'
import { purgeDocument } from './purge-document.ts'
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

async function call(method: 'GET' | 'DELETE', url: string, context: ReturnType<typeof person>) {
  const headers = { ...(await server.headersOf(context)), 'x-request-id': 'request-1' }
  return server.app.inject({ method, url, headers })
}
const receiptOf = (id: string, by = person('ada')) => call('GET', `/api/documents/${id}/deletion`, by)

async function addReady(file: Partial<FileToAdd> = {}) {
  const text = `The lamp of room ${randomUUID()} is green. `.repeat(3)
  const added = await library.add(
    { text, fileName: `${randomUUID()}.txt`, access: ['everyone'], ...file },
    person('ada'),
  )
  const delivery = { id: 'job', attempt: 1, signal: new AbortController().signal }
  await processVersion(library, { tenantId, versionId: added.versionId }, delivery)
  return added
}
const purge = (id: string) => purgeDocument(library, { tenant_id: tenantId, document_id: id })

describe('a document that a legal hold keeps', () => {
  const hold = (document_id: string) => {
    const placed = { reason: 'file 7', object_id: null, from: null, to: null, document_id }
    return placeHold(library.database, placed, admin())
  }

  it('is deleted neither by its owner nor by its source, and answers why, until the hold is lifted', async () => {
    const { documentId } = await addReady({ source: 'wiki', externalId: 'page-1' })
    const { documentId: other } = await addReady()
    const { id } = await hold(documentId)
    const refused = await call('DELETE', `/api/documents/${documentId}`, admin())
    expect(refused.json()).toMatchObject({ status: 409, code: 'held', detail: expect.stringContaining('legal') })
    const bySource = await call('DELETE', '/api/documents?source=wiki&external_id=page-1', person('ada'))
    expect(bySource.json()).toMatchObject({ status: 409, code: 'held' })
    await purge(documentId)
    expect((await library.indexed(tenantId, documentId)).length).toBeGreaterThan(0)
    expect((await receiptOf(documentId)).statusCode).toBe(404)
    expect((await call('DELETE', `/api/documents/${other}`, person('ada'))).statusCode).toBe(204)
    await liftHold(library.database, id, admin())
    expect((await call('DELETE', `/api/documents/${documentId}`, person('ada'))).statusCode).toBe(204)
  })

  it('is there: what is deleted cannot be held any more', async () => {
    const { documentId } = await addReady()
    await call('DELETE', `/api/documents/${documentId}`, person('ada'))
    await expect(hold(documentId)).rejects.toMatchObject({ code: 'document-not-found' })
    await expect(hold(randomUUID())).rejects.toMatchObject({ code: 'document-not-found' })
  })
})

describe('the receipt of a deletion', () => {
  it('is where the reply to the deletion says, open at first and complete after the purge', async () => {
    const { documentId, sha256 } = await addReady()
    expect((await receiptOf(documentId)).statusCode).toBe(404)
    const deleted = await call('DELETE', `/api/documents/${documentId}`, person('ada'))
    expect(deleted.statusCode).toBe(204)
    expect(deleted.headers.link).toBe(`</api/documents/${documentId}/deletion>; rel="describedby"`)
    const time = new Date(library.clock.now()).toISOString()
    const open = (await receiptOf(documentId)).json<DeletionReceipt>()
    expect(open).toMatchObject({
      document_id: documentId,
      deleted_by: 'ada',
      deleted_at: time,
      sha256s: [sha256],
      completed_at: null,
    })
    expect(open.stores.map(({ gone_at }) => gone_at)).toEqual([null, null, null, null, null])
    await purge(documentId)
    const complete = (await receiptOf(documentId)).json<DeletionReceipt>()
    expect(complete.completed_at).toBe(time)
    expect(complete.stores.map(({ store, removed, gone_at }) => [store, removed, gone_at])).toEqual([
      ['cache', null, time],
      ['index', 1, time],
      ['passages', 1, time],
      ['originals', 1, time],
      ['answers', 0, time],
    ])
  })

  it('is for whoever deleted it, could have, or is an administrator; for others there is none', async () => {
    const { documentId } = await addReady({ access: ['user:ada', 'group:team'] })
    await call('DELETE', `/api/documents/${documentId}`, person('ada'))
    const seen = async (by: ReturnType<typeof person>, id = documentId) => receiptOf(id, by)
    expect((await seen(admin())).statusCode).toBe(200)
    expect((await seen(person('bob', { group_ids: ['team'] }))).statusCode).toBe(200)
    expect((await seen(person('ada', { roles: ['Reader'] }))).statusCode).toBe(403)
    const [forbidden, missing] = [await seen(person('bob')), await seen(person('bob'), randomUUID())]
    expect(forbidden.statusCode).toBe(404)
    expect({ ...forbidden.json(), instance: '' }).toEqual({ ...missing.json(), instance: '' })
    expect((await seen(contextFor({ tenant_id: 'other', roles: ['Admin'] }))).statusCode).toBe(404)
  })

  it('stands in a list for administrators, newest first, page by page', async () => {
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      library.clock.advance(1_000)
      const { documentId } = await addReady()
      await call('DELETE', `/api/documents/${documentId}`, person('ada'))
      ids.unshift(documentId)
    }
    const page = async (query: string) => (await call('GET', `/api/deletions${query}`, admin())).json<DeletionPage>()
    const first = await page('?limit=2')
    const second = await page(`?limit=1&cursor=${first.next_cursor}`)
    expect([...first.deletions, ...second.deletions].map(({ document_id }) => document_id)).toEqual(ids)
    expect((await call('GET', '/api/deletions', person('ada'))).statusCode).toBe(403)
    expect((await call('GET', '/api/deletions?cursor=x', admin())).statusCode).toBe(400)
  })
})

describe('a document that was deleted', () => {
  it('is not found by anybody on any route, before the purge as after it', async () => {
    const { documentId } = await addReady()
    const [passage] = await library.registered(tenantId, documentId)
    const paths = [
      '',
      '/content',
      '/content?version=1',
      '/versions',
      `/passages/${passage?.id}`,
      '/rectangles?version=1&start=0&end=5',
      '/access',
    ]
    const statuses = async (by: ReturnType<typeof person>) =>
      Promise.all(paths.map(async (path) => (await call('GET', `/api/documents/${documentId}${path}`, by)).statusCode))
    expect(await statuses(person('ada'))).toEqual(paths.map(() => 200))
    await call('DELETE', `/api/documents/${documentId}`, person('ada'))
    const everybody = [person('ada'), person('bob', { roles: ['Reader'] }), admin()]
    for (const step of ['before', 'after'] as const) {
      if (step === 'after') await purge(documentId)
      for (const by of everybody) {
        expect(await statuses(by), step).toEqual(paths.map(() => 404))
        const page = (await call('GET', `/api/documents?ids=${documentId}`, by)).json<DocumentPage>()
        expect(page.documents).toEqual([])
      }
    }
    expect((await call('DELETE', `/api/documents/${documentId}`, person('ada'))).statusCode).toBe(404)
  })
})

describe('a version that is no longer current', () => {
  it('can still be opened where it was cited, by whoever may see the document, until that is deleted', async () => {
    const fileName = `${randomUUID()}.txt`
    const first = await addReady({ fileName, text: 'The lamp is green. '.repeat(20) })
    const [cited] = await library.registered(tenantId, first.documentId)
    await addReady({ fileName, text: 'The lamp is blue. '.repeat(20) })
    expect(await library.indexed(tenantId, first.documentId)).not.toContain(cited?.id)
    const paths = [`/passages/${cited?.id}`, '/content?version=1', '/rectangles?version=1&start=0&end=5']
    const open = async () =>
      Promise.all(paths.map((path) => call('GET', `/api/documents/${first.documentId}${path}`, person('bob'))))
    const opened = await open()
    expect(opened.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
    expect(opened[0]?.json<{ text: string }>().text).toContain('green')
    expect(opened[1]?.body).toContain('green')
    await call('DELETE', `/api/documents/${first.documentId}`, person('ada'))
    await purge(first.documentId)
    expect((await open()).map(({ statusCode }) => statusCode)).toEqual([404, 404, 404])
    expect(await library.registered(tenantId, first.documentId)).toEqual([])
    expect(await library.blobs.has(tenantId, first.sha256)).toBe(false)
  })
})
