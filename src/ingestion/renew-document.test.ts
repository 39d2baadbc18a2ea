import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import type { Principal } from '../contracts/principal.ts'
import { documentVersions, tenants } from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { type FileToAdd, openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { INDEX_ACCESS_QUEUE } from './index-access.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'
import { getDocument } from './read-documents.ts'

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

const add = async (file: Partial<FileToAdd> = {}) => {
  library.clock.advance(1_000)
  return library.add({ text: 'one', ...file }, person())
}

const settle = (versionId: string, state: string) =>
  library.database.system
    .update(documentVersions)
    .set({ state, attempt: 3, reason: state === 'failed' ? 'internal' : null, detail: 'before' })
    .where(eq(documentVersions.id, versionId))

async function epochs() {
  const [row] = await library.database.system.select().from(tenants).where(eq(tenants.id, tenantId))
  return { access: row?.accessEpoch ?? 0, library: row?.libraryEpoch ?? 0 }
}

async function versions(documentId: string) {
  const ofDocument = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.documentId, documentId))
  const rows = await library.database.system.select().from(documentVersions).where(ofDocument)
  return rows.length
}

const waiting = () => Promise.all([INGEST_QUEUE, INDEX_ACCESS_QUEUE].map((queue) => library.bus.depth(queue, tenantId)))

describe('equal bytes', () => {
  it.each(['queued', 'parsing', 'ready', 'needs_ocr'])('leave a version that is %s as it is', async (state) => {
    const { documentId, versionId } = await add()
    await settle(versionId, state)
    const [before, queues] = [await getDocument(library.database, documentId, person()), await waiting()]
    expect(await add()).toMatchObject({ documentId, versionId, changed: false })
    expect(await getDocument(library.database, documentId, person())).toEqual(before)
    expect(await waiting()).toEqual(queues)
  })

  it('with other rights are not read again; the rights hold and the index is told', async () => {
    const { documentId, versionId } = await add()
    await settle(versionId, 'ready')
    const [before, [reading, indexing]] = [await epochs(), await waiting()]
    expect(await add({ access: ['everyone'] })).toMatchObject({ versionId, changed: true })
    expect(await getDocument(library.database, documentId, person('bob'))).toMatchObject({
      state: 'ready',
      version: 1,
      access: ['everyone'],
    })
    expect(await waiting()).toEqual([reading, (indexing ?? 0) + 1])
    expect(await epochs()).toEqual({ access: before.access + 1, library: before.library })
    expect(await add({ access: ['everyone'] })).toMatchObject({ changed: false })
  })

  it('in another collection are not read again; the index is told and older answers are outdated', async () => {
    const { documentId, versionId } = await add()
    await settle(versionId, 'ready')
    const [before, [reading, indexing]] = [await epochs(), await waiting()]
    expect(await add({ collection: 'Rules' })).toMatchObject({ versionId, changed: true })
    expect(await getDocument(library.database, documentId, person())).toMatchObject({
      state: 'ready',
      collection: 'Rules',
    })
    expect(await waiting()).toEqual([reading, (indexing ?? 0) + 1])
    expect(await epochs()).toEqual({ access: before.access, library: before.library + 1 })
  })

  it('with rights that would lock the sender out change nothing', async () => {
    const { documentId } = await add()
    await expect(add({ access: ['user:bob'], collection: 'Rules' })).rejects.toMatchObject({ code: 'would-lock-out' })
    expect(await getDocument(library.database, documentId, person())).toMatchObject({
      access: ['user:ada'],
      collection: null,
    })
  })

  it.each(['one', 'two'])(
    'keep their rights when those that are sent are for new documents (text %s)',
    async (text) => {
      const { documentId } = await add({ access: ['user:ada'] })
      await add({ text, access: ['everyone'], accessFor: 'new' })
      expect(await getDocument(library.database, documentId, person())).toMatchObject({ access: ['user:ada'] })
    },
  )

  it.each([
    ['title', { title: 'Better' }],
    ['file name', { fileName: 'better.txt', externalId: 'note.txt' }],
  ])('with another %s become a version: what they are called is part of what is searched', async (_what, change) => {
    const { documentId } = await add()
    expect(await add(change)).toMatchObject({ documentId, changed: true })
    expect(await versions(documentId)).toBe(2)
    expect(await add(change)).toMatchObject({ changed: false })
  })

  it('of a version that failed are read once more, as the same version', async () => {
    const { documentId, versionId } = await add()
    await settle(versionId, 'failed')
    const [reading = 0] = await waiting()
    expect(await add({ priority: 'high' })).toMatchObject({ versionId, changed: true })
    expect(await versions(documentId)).toBe(1)
    expect(await getDocument(library.database, documentId, person())).toMatchObject({
      state: 'queued',
      reason: null,
      detail: null,
      attempt: 0,
      priority: 'high',
    })
    expect((await waiting())[0]).toBe(reading + 1)
  })
})

describe('the fingerprint of a document', () => {
  const fingerprint = async (documentId: string) =>
    (await getDocument(library.database, documentId, person())).fingerprint

  it('is told as it was given, and another one for equal bytes is no change of the document', async () => {
    const { documentId } = await add({ fingerprint: 'etag-1' })
    expect(await fingerprint(documentId)).toBe('etag-1')
    const { updated_at } = await getDocument(library.database, documentId, person())
    expect(await add({ fingerprint: 'etag-2' })).toMatchObject({ changed: false })
    expect(await getDocument(library.database, documentId, person())).toMatchObject({
      fingerprint: 'etag-2',
      updated_at,
    })
  })

  it('stays with equal bytes, and does not name other bytes', async () => {
    const { documentId } = await add({ fingerprint: 'etag-1' })
    await add()
    expect(await fingerprint(documentId)).toBe('etag-1')
    await add({ text: 'two' })
    expect(await fingerprint(documentId)).toBeNull()
  })
})

describe('the priority of an upload', () => {
  it('is normal unless told otherwise, and known of the version', async () => {
    const read = async (id: string) => (await getDocument(library.database, id, person())).priority
    expect(await read((await add()).documentId)).toBe('normal')
    expect(await read((await add({ fileName: 'low.txt', priority: 'low' })).documentId)).toBe('low')
  })

  it('can be raised while a version waits, and is never lowered', async () => {
    const { documentId } = await add({ priority: 'low' })
    const [before = 0] = await waiting()
    expect(await add({ priority: 'high' })).toMatchObject({ changed: false })
    expect(await getDocument(library.database, documentId, person())).toMatchObject({ priority: 'high', version: 1 })
    for (const priority of ['normal', 'low', 'high'] as const) await add({ priority })
    await add()
    expect((await getDocument(library.database, documentId, person())).priority).toBe('high')
    expect((await waiting())[0]).toBe(before + 1)
  })
})
