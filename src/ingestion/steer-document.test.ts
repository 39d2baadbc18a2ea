import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import type { DocumentState, FailureReason } from '../contracts/documents.ts'
import type { Principal } from '../contracts/principal.ts'
import { documentVersions } from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { type FileToAdd, openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'
import { getDocument } from './read-documents.ts'
import { listVersions } from './read-versions.ts'
import { retryDocuments } from './retry-documents.ts'
import { cancelDocument, retryDocument } from './steer-document.ts'
import { createUploadCapacity } from './upload-capacity.ts'

let library: TestLibrary
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
})
afterAll(() => library[Symbol.asyncDispose]())
beforeEach(async () => {
  tenantId = await library.database.newTenant()
})

const person = (object_id = 'ada', more: Partial<Principal> = {}): CallContext =>
  contextFor({ tenant_id: tenantId, object_id, roles: ['Contributor'], ...more }, { clock: library.clock })

const NOT_FOUND = { code: 'document-not-found' }
const NOT_NOW = { code: 'not-allowed-now' }
const ON_THE_WAY = ['queued', 'parsing', 'embedding', 'indexing'] as const

/** Add a document whose newest version is in the given state. */
async function add(state: DocumentState, reason: FailureReason | null = null, file: Partial<FileToAdd> = {}) {
  library.clock.advance(1_000)
  const added = await library.add({ text: 'text', ...file }, person())
  const isVersion = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.id, added.versionId))
  await library.database.system
    .update(documentVersions)
    .set({ state, reason, detail: 'why', attempt: 3, job: 'a job', timings: { parsing: 5 } })
    .where(isVersion)
  return added
}

const shown = (documentId: string) => getDocument(library.database, documentId, person())
const waiting = () => library.bus.depth(INGEST_QUEUE, tenantId)

describe('retrying a document', () => {
  it.each([
    ['failed', 'timeout'],
    ['failed', 'cancelled'],
    ['needs_ocr', null],
  ] as const)('reads a version that is %s (%s) once more, from the start', async (state, reason) => {
    const { documentId } = await add(state, reason)
    const before = await waiting()
    library.clock.advance(5_000)
    expect(await retryDocument(library, documentId, person())).toMatchObject({
      state: 'queued',
      reason: null,
      detail: null,
      attempt: 0,
      since: new Date(library.clock.now()).toISOString(),
      timings: { parsing_ms: null },
    })
    expect(await waiting()).toBe(before + 1)
    await expect(retryDocument(library, documentId, person())).rejects.toMatchObject(NOT_NOW)
    expect(await waiting()).toBe(before + 1)
  })

  it.each([...ON_THE_WAY, 'ready'] as const)('changes nothing of a version that is %s, and says why', async (state) => {
    const { documentId } = await add(state)
    const before = await shown(documentId)
    await expect(retryDocument(library, documentId, person())).rejects.toMatchObject(NOT_NOW)
    expect(await shown(documentId)).toEqual(before)
  })
})

describe('cancelling a document', () => {
  it.each(ON_THE_WAY)('ends a version that is %s, once', async (state) => {
    const { documentId } = await add(state)
    const cancelled = await cancelDocument(library, documentId, person())
    expect(cancelled).toMatchObject({ state: 'failed', reason: 'cancelled', next_try_at: null })
    library.clock.advance(5_000)
    expect(await cancelDocument(library, documentId, person())).toEqual(cancelled)
  })

  it.each(['ready', 'needs_ocr', 'failed'] as const)('does nothing to a version that is %s', async (state) => {
    const { documentId } = await add(state, state === 'failed' ? 'corrupt' : null)
    const before = await shown(documentId)
    await expect(cancelDocument(library, documentId, person())).rejects.toMatchObject(NOT_NOW)
    expect(await shown(documentId)).toEqual(before)
  })
})

describe('what somebody may not see', () => {
  it('can neither be retried nor cancelled nor counted, and looks as if it were not there', async () => {
    const { documentId } = await add('failed', 'timeout')
    const missing = '11111111-1111-4111-8111-111111111111'
    const elsewhere = await library.database.newTenant()
    for (const stranger of [
      person('bob'),
      person('bob', { roles: ['Admin'] }),
      person('ada', { tenant_id: elsewhere }),
    ]) {
      for (const id of [documentId, missing]) {
        await expect(retryDocument(library, id, stranger)).rejects.toMatchObject(NOT_FOUND)
        await expect(cancelDocument(library, id, stranger)).rejects.toMatchObject(NOT_FOUND)
        await expect(listVersions(library.database, id, { limit: 10 }, stranger)).rejects.toMatchObject(NOT_FOUND)
      }
      const capacity = createUploadCapacity({ ...library, maximumQueuedDocuments: 100 })
      expect(await retryDocuments({ ...library, capacity }, {}, stranger)).toEqual({ retried: 0, more: false })
    }
    expect(await shown(documentId)).toMatchObject({ state: 'failed' })
  })
})

describe('retrying all documents', () => {
  const retryAll = (choice: Parameters<typeof retryDocuments>[1], maximumQueuedDocuments = 10_000) => {
    const capacity = createUploadCapacity({ ...library, maximumQueuedDocuments })
    return retryDocuments({ ...library, capacity }, choice, person())
  }

  it('takes those that match, and what was cancelled only when it is asked for', async () => {
    const ids = new Map<string, string>()
    const make = async (name: string, state: DocumentState, reason: FailureReason | null, file = {}) =>
      ids.set(name, (await add(state, reason, { fileName: name, ...file })).documentId)
    await make('timeout', 'failed', 'timeout', { source: 'drive' })
    await make('corrupt', 'failed', 'corrupt', { collection: 'Rules' })
    await make('cancelled', 'failed', 'cancelled')
    await make('scan', 'needs_ocr', null, { source: 'drive' })
    await make('good', 'ready', null)
    const queued = async () => {
      const states = await Promise.all([...ids].map(async ([name, id]) => [name, (await shown(id)).state] as const))
      return states.filter(([, state]) => state === 'queued').map(([name]) => name)
    }
    expect(await retryAll({ source: 'drive', reason: 'timeout' })).toEqual({ retried: 1, more: false })
    expect(await queued()).toEqual(['timeout'])
    expect(await retryAll({ state: 'failed', collection: 'Rules' })).toEqual({ retried: 1, more: false })
    expect(await retryAll({ reason: 'cancelled' })).toEqual({ retried: 1, more: false })
    expect(await retryAll({})).toEqual({ retried: 1, more: false })
    expect(await queued()).toEqual(['timeout', 'corrupt', 'cancelled', 'scan'])
    expect(await retryAll({})).toEqual({ retried: 0, more: false })
  })

  it('looks at the newest version only', async () => {
    const { documentId } = await add('failed', 'timeout')
    await add('ready', null, { text: 'other' })
    expect(await retryAll({})).toEqual({ retried: 0, more: false })
    expect(await shown(documentId)).toMatchObject({ version: 2, state: 'ready' })
  })

  it('goes on over many, and stops where the queue is full', async () => {
    for (let i = 0; i < 60; i += 1) await add('failed', 'internal', { fileName: `${i}.txt` })
    expect(await retryAll({}, 30)).toEqual({ retried: 50, more: true })
    await expect(retryAll({}, 30)).rejects.toMatchObject({ code: 'queue-full' })
    expect(await retryAll({})).toEqual({ retried: 10, more: false })
  })
})

describe('the versions of a document', () => {
  it('are listed newest first, page by page, with who sent each and which is searched', async () => {
    const first = await add('ready')
    for (const text of ['two', 'three']) await add('ready', null, { text })
    const pages = []
    for (let before: number | undefined; ; ) {
      const page = await listVersions(library.database, first.documentId, { limit: 2, before }, person())
      pages.push(page)
      if (page.next_cursor === null) break
      before = Number(page.next_cursor)
    }
    const versions = pages.flatMap((page) => page.versions)
    expect(pages.map((page) => page.versions.length)).toEqual([2, 1])
    expect(versions.map(({ version }) => version)).toEqual([3, 2, 1])
    expect(versions[2]).toMatchObject({
      is_current: false,
      file_name: 'note.txt',
      sha256: first.sha256,
      size_in_bytes: 4,
      state: 'ready',
      created_by: 'ada',
      timings: { parsing_ms: 5 },
    })
  })
})
