import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import type { Principal } from '../contracts/principal.ts'
import { documents, documentVersions, tenants } from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { deleteDocument } from './delete-document.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'
import { openContent } from './open-content.ts'
import { purgeDocument } from './purge-document.ts'
import { getDocument, listDocuments } from './read-documents.ts'

let library: TestLibrary
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
})
afterAll(() => library[Symbol.asyncDispose]())
beforeEach(async () => {
  tenantId = await library.database.newTenant()
  library.clock.advance(1_000)
})

/** A contributor of the tenant of this test. */
const person = (object_id: string, more: Partial<Principal> = {}): CallContext =>
  contextFor({ tenant_id: tenantId, object_id, roles: ['Contributor'], ...more }, { clock: library.clock })

const EVERYONE = ['everyone']
const NOT_FOUND = { code: 'document-not-found' }

async function epochs() {
  const [row] = await library.database.system.select().from(tenants).where(eq(tenants.id, tenantId))
  return { access: row!.accessEpoch, library: row!.libraryEpoch }
}

describe('an upload', () => {
  it('becomes a document that only its uploader sees, unless told otherwise', async () => {
    const { documentId } = await library.add({ text: 'mine', fileName: 'a.txt' }, person('ada'))
    expect(await getDocument(library.database, documentId, person('ada'))).toMatchObject({
      title: 'a.txt',
      state: 'queued',
      version: 1,
      access: ['user:ada'],
      created_at: new Date(library.clock.now()).toISOString(),
    })
    await expect(getDocument(library.database, documentId, person('bob'))).rejects.toMatchObject(NOT_FOUND)
  })

  it('is enqueued exactly once, and not at all when nothing is to be read', async () => {
    const before = await library.bus.depth(INGEST_QUEUE)
    await library.add({ text: 'one' }, person('ada'))
    const again = await library.add({ text: 'one' }, person('ada'))
    expect(again.changed).toBe(false)
    expect(await library.bus.depth(INGEST_QUEUE)).toBe(before + 1)
  })

  it('of other bytes becomes the next version of the same document', async () => {
    const first = await library.add({ text: 'one' }, person('ada'))
    const second = await library.add({ text: 'two' }, person('ada'))
    expect(second).toMatchObject({ documentId: first.documentId, changed: true })
    expect(await getDocument(library.database, first.documentId, person('ada'))).toMatchObject({
      version: 2,
      sha256: second.sha256,
    })
  })

  it('of the same bytes under another name, source or tenant is another document', async () => {
    const elsewhere = await library.database.newTenant()
    const added = [
      await library.add({ text: 'one', fileName: 'a.txt' }, person('ada')),
      await library.add({ text: 'one', fileName: 'b.txt' }, person('ada')),
      await library.add({ text: 'one', fileName: 'a.txt', source: 'other' }, person('ada')),
      await library.add({ text: 'one', fileName: 'a.txt' }, person('ada', { tenant_id: elsewhere })),
    ]
    expect(new Set(added.map(({ documentId }) => documentId)).size).toBe(4)
  })

  it('of the same bytes is read again when the last reading failed', async () => {
    const first = await library.add({ text: 'one' }, person('ada'))
    await library.database.system
      .update(documentVersions)
      .set({ state: 'failed' })
      .where(eq(documentVersions.id, first.versionId))
    expect(await library.add({ text: 'one' }, person('ada'))).toMatchObject({ changed: true })
  })

  it.each([
    ['a new title', { title: 'Better' }],
    ['another collection', { collection: 'Rules' }],
    ['other rights', { access: EVERYONE }],
  ])('of the same bytes with %s is not thrown away', async (_what, change) => {
    const first = await library.add({ text: 'one' }, person('ada'))
    expect(await library.add({ text: 'one', ...change }, person('ada'))).toMatchObject({
      documentId: first.documentId,
      changed: true,
    })
    expect(await library.add({ text: 'one', ...change }, person('ada'))).toMatchObject({ changed: false })
  })

  it('keeps collection and rights of the document when it says nothing about them', async () => {
    const access = [...EVERYONE, 'group:g1']
    const { documentId } = await library.add({ text: 'one', collection: 'Rules', access }, person('ada'))
    await library.add({ text: 'two' }, person('ada'))
    expect(await getDocument(library.database, documentId, person('ada'))).toMatchObject({
      collection: 'Rules',
      access,
    })
  })

  it('with other rights holds at once and outdates what was answered under the old ones', async () => {
    const { documentId } = await library.add({ text: 'one', access: EVERYONE }, person('ada'))
    const before = await epochs()
    await library.add({ text: 'two', access: ['user:ada'] }, person('ada'))
    await expect(getDocument(library.database, documentId, person('bob'))).rejects.toMatchObject(NOT_FOUND)
    expect((await epochs()).access).toBe(before.access + 1)
    await library.add({ text: 'three', access: ['user:ada'] }, person('ada'))
    expect((await epochs()).access).toBe(before.access + 1)
  })

  it('by many at the same moment gives each its own version of one document', async () => {
    const added = await Promise.all(['a', 'b', 'c', 'd'].map((text) => library.add({ text }, person('ada'))))
    expect(new Set(added.map(({ documentId }) => documentId)).size).toBe(1)
    const rows = await library.database.system
      .select()
      .from(documentVersions)
      .where(eq(documentVersions.tenantId, tenantId))
    expect(new Set(rows.map(({ version }) => version))).toEqual(new Set([1, 2, 3, 4]))
    expect(rows).toHaveLength(4)
  })
})

describe('a private document', () => {
  it('cannot be taken over by somebody who knows its name', async () => {
    const { documentId, sha256 } = await library.add({ text: 'mine', externalId: 'plan' }, person('ada'))
    for (const access of [null, EVERYONE, ['user:bob']])
      await expect(library.add({ text: 'his', externalId: 'plan', access }, person('bob'))).rejects.toMatchObject(
        NOT_FOUND,
      )
    await expect(library.add({ text: 'mine', externalId: 'plan' }, person('bob'))).rejects.toMatchObject(NOT_FOUND)
    expect(await getDocument(library.database, documentId, person('ada'))).toMatchObject({
      version: 1,
      sha256,
      access: ['user:ada'],
    })
  })

  it('is seen by the groups and people on its list, and by nobody else of any tenant', async () => {
    const access = ['group:local:g1', 'user:ada']
    const { documentId } = await library.add({ text: 'ours', access }, person('ada'))
    const elsewhere = await library.database.newTenant()
    const sees = async (context: CallContext) => {
      const { documents: found } = await listDocuments(library.database, { limit: 100 }, context)
      return found.some(({ id }) => id === documentId)
    }
    expect(await sees(person('ada'))).toBe(true)
    expect(await sees(person('carl', { group_ids: ['local:g1', 'x'] }))).toBe(true)
    for (const stranger of [
      person('bob'),
      person('adam'),
      person('bob', { roles: ['Admin'] }),
      person('bob', { group_ids: ['g1', 'local:g', 'ada'] }),
      person('ada', { tenant_id: elsewhere, group_ids: ['local:g1'] }),
    ]) {
      expect(await sees(stranger)).toBe(false)
      await expect(openContent(library, { id: documentId }, stranger)).rejects.toMatchObject(NOT_FOUND)
      await expect(deleteDocument(library, documentId, stranger)).rejects.toMatchObject(NOT_FOUND)
    }
  })
})

describe('deleting a document', () => {
  const remove = async (documentId: string, context: CallContext) => {
    await deleteDocument(library, documentId, context)
    await purgeDocument(library, { tenant_id: tenantId, document_id: documentId })
  }
  const signal = new AbortController().signal
  const isStored = async (sha256: string) => library.blobs.has(tenantId, sha256)

  it('ends every way to it and outdates what was answered from it', async () => {
    const { documentId } = await library.add({ text: 'gone', access: EVERYONE }, person('ada'))
    const before = await epochs()
    await deleteDocument(library, documentId, person('ada'))
    expect((await epochs()).library).toBe(before.library + 1)
    await expect(getDocument(library.database, documentId, person('ada'))).rejects.toMatchObject(NOT_FOUND)
    await expect(openContent(library, { id: documentId }, person('ada'))).rejects.toMatchObject(NOT_FOUND)
    await expect(deleteDocument(library, documentId, person('ada'))).rejects.toMatchObject(NOT_FOUND)
  })

  it('removes its original, but not while another document has the same bytes', async () => {
    const one = await library.add({ text: 'shared', fileName: 'a.txt' }, person('ada'))
    const other = await library.add({ text: 'shared', fileName: 'b.txt' }, person('bob'))
    expect(other.sha256).toBe(one.sha256)
    await remove(one.documentId, person('ada'))
    const { content } = await openContent(library, { id: other.documentId }, { ...person('bob'), signal })
    expect((await content.toArray()).join('')).toBe('shared')
    await remove(other.documentId, person('bob'))
    expect(await isStored(one.sha256)).toBe(false)
  })

  it('keeps the bytes of another tenant', async () => {
    const elsewhere = await library.database.newTenant()
    const mine = await library.add({ text: 'both' }, person('ada'))
    await library.add({ text: 'both' }, person('ada', { tenant_id: elsewhere }))
    await remove(mine.documentId, person('ada'))
    expect(await isStored(mine.sha256)).toBe(false)
    expect(await library.blobs.has(elsewhere, mine.sha256)).toBe(true)
  })

  it('can be purged again, and its name can be used again for a document of anybody', async () => {
    const old = await library.add({ text: 'old' }, person('ada'))
    await remove(old.documentId, person('ada'))
    await purgeDocument(library, { tenant_id: tenantId, document_id: old.documentId })
    const fresh = await library.add({ text: 'old' }, person('bob'))
    expect(fresh).toMatchObject({ changed: true })
    expect(fresh.documentId).not.toBe(old.documentId)
    await purgeDocument(library, { tenant_id: tenantId, document_id: old.documentId })
    expect(await isStored(fresh.sha256)).toBe(true)
    const key = and(eq(documents.tenantId, tenantId), eq(documents.id, fresh.documentId))
    expect(await library.database.system.select().from(documents).where(key)).toMatchObject([{ newestVersion: 1 }])
  })
})
