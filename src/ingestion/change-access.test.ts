import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import { documents, passages, tenants } from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { type FileToAdd, openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { changeAccessList, changeAnyDocumentAccess, changeDocumentAccess } from './change-access.ts'
import { INDEX_ACCESS_QUEUE, type IndexAccessJob, indexAccess } from './index-access.ts'
import { openContent } from './open-content.ts'
import { processVersion } from './process-version.ts'
import { getAccessList, getDocumentAccess } from './read-access.ts'
import { getDocument, getPassage, listDocuments } from './read-documents.ts'
import { registerUpload } from './register-upload.ts'

let library: TestLibrary
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
})
afterAll(() => library[Symbol.asyncDispose]())
beforeEach(async () => {
  tenantId = await library.database.newTenant()
})

const never = new AbortController().signal
const NOT_FOUND = { code: 'document-not-found' }

const person = (object_id: string, more: Partial<Principal> = {}): CallContext =>
  contextFor({ tenant_id: tenantId, object_id, roles: ['Contributor'], ...more }, { clock: library.clock })
const [ada, bob, admin] = [
  () => person('ada'),
  () => person('bob', { group_ids: ['staff'] }),
  () => person('root', { roles: ['Admin'] }),
]

/** Add a text and read it, so that searches find it. */
async function addReady(file: FileToAdd, context: CallContext): Promise<string> {
  const { documentId, versionId } = await library.add(file, context)
  await processVersion(library, { tenantId, versionId }, { id: 'job', attempt: 1, signal: never })
  return documentId
}

const change = (id: string, wanted: Parameters<typeof changeDocumentAccess>[2], context: CallContext) =>
  changeDocumentAccess(library, id, wanted, context)
const setList = (kind: 'collection' | 'source', name: string, access: string[], context = admin()) =>
  changeAccessList(library, { kind, name }, access, context)
const index = (job: Record<string, string>) =>
  indexAccess(library, { tenant_id: tenantId, ...job } as IndexAccessJob, never)

/** How many passages of a document the index alone finds for a person. */
async function found(documentId: string, { principal }: CallContext): Promise<number> {
  const vector = await library.embedder.embedQuery('document', never)
  const scope = { access: accessEntriesOf(principal), documentIds: [documentId] }
  const { generation } = library
  return (await library.index.searchVector({ tenantId, generation }, vector, scope, 100, never)).length
}

async function epochs() {
  const [row] = await library.database.system.select().from(tenants).where(eq(tenants.id, tenantId))
  return [row!.accessEpoch, row!.libraryEpoch]
}

async function rowOf(id: string) {
  const key = and(eq(documents.tenantId, tenantId), eq(documents.id, id))
  const [row] = await library.database.system.select().from(documents).where(key)
  return row!
}

describe('the access list of a document', () => {
  it('is found by the granted person after the job, and hides from others at once', async () => {
    const id = await addReady({ text: 'The seal is red.' }, ada())
    expect([await found(id, ada()), await found(id, bob())]).toEqual([1, 0])
    await change(id, { access: ['user:ada', 'group:staff'] }, ada())
    expect(await getDocument(library.database, id, bob())).toMatchObject({ access: ['user:ada', 'group:staff'] })
    await index({ document_id: id })
    expect([await found(id, ada()), await found(id, bob())]).toEqual([1, 1])
    await change(id, { access: ['user:ada'] }, bob()).catch(() => undefined)
    await change(id, { access: ['user:ada'] }, ada())
    await expect(getDocument(library.database, id, bob())).rejects.toMatchObject(NOT_FOUND)
    await index({ document_id: id })
    expect([await found(id, ada()), await found(id, bob())]).toEqual([1, 0])
  })

  it('outdates cached answers with every change, in the change itself and when the index has it', async () => {
    const id = await addReady({ text: 'text' }, ada())
    const [access, shown] = (await epochs()) as [number, number]
    await change(id, { access: ['user:ada', 'user:bob'] }, ada())
    expect(await epochs()).toEqual([access + 1, shown])
    await index({ document_id: id })
    expect(await epochs()).toEqual([access + 1, shown + 1])
    await change(id, { access: ['user:ada'] }, ada())
    expect(await epochs()).toEqual([access + 2, shown + 1])
    const waiting = await library.bus.depth(INDEX_ACCESS_QUEUE)
    await change(id, { access: ['user:ada', 'user:ada'] }, ada())
    expect([...(await epochs()), await library.bus.depth(INDEX_ACCESS_QUEUE)]).toEqual([access + 2, shown + 1, waiting])
  })

  it('closes every way to open what it no longer allows, old versions included', async () => {
    const first = await library.add({ text: 'one', fileName: 'a.txt', access: ['everyone'] }, ada())
    await processVersion(library, { tenantId, versionId: first.versionId }, { id: 'job', attempt: 1, signal: never })
    await addReady({ text: 'two', fileName: 'a.txt' }, ada())
    const id = first.documentId
    const [old] = await library.database.system.select().from(passages).where(eq(passages.documentId, id))
    const ways: ((context: CallContext) => Promise<unknown>)[] = [
      (context) => getDocument(library.database, id, context),
      (context) => getDocumentAccess(library.database, id, context),
      (context) => openContent(library, { id }, context),
      (context) => openContent(library, { id, version: 1 }, context),
      (context) => openContent(library, { id, version: 2 }, context),
      (context) => getPassage(library.database, id, old!.id, context),
      (context) => change(id, { access: ['everyone'] }, context),
    ]
    for (const open of ways.slice(0, -1)) await open(bob())
    await change(id, { access: ['user:ada'] }, ada())
    for (const open of ways) await expect(open(bob())).rejects.toMatchObject(NOT_FOUND)
    expect((await listDocuments(library.database, { limit: 9 }, bob())).documents).toEqual([])
    for (const open of ways) await open(ada())
  })

  it('cannot be changed so that a contributor locks themselves out; an administrator may', async () => {
    const id = await addReady({ text: 'text', access: ['user:ada', 'user:root'] }, ada())
    await expect(change(id, { access: ['user:bob'] }, ada())).rejects.toMatchObject({ code: 'would-lock-out' })
    expect(await rowOf(id)).toMatchObject({ access: ['user:ada', 'user:root'] })
    expect(await change(id, { access: ['user:bob'] }, admin())).toMatchObject({
      access: ['user:bob'],
      from: 'document',
    })
    await expect(change(id, { access: ['everyone'] }, ada())).rejects.toMatchObject(NOT_FOUND)
  })

  it('can be set by an administrator who may not read the document, in their organisation only', async () => {
    const id = await addReady({ text: 'text', access: ['user:gone'] }, person('gone'))
    const share = (access: string[], context: CallContext) => changeAnyDocumentAccess(library, id, { access }, context)
    await expect(change(id, { access: ['user:ada'] }, admin())).rejects.toMatchObject(NOT_FOUND)
    expect(await share(['user:ada'], admin())).toMatchObject({ access: ['user:ada'], lets_you_in: false })
    await expect(getDocument(library.database, id, admin())).rejects.toMatchObject(NOT_FOUND)
    expect(await getDocument(library.database, id, ada())).toMatchObject({ id })
    const elsewhere = contextFor({ tenant_id: 'elsewhere', object_id: 'root', roles: ['Admin'] })
    await expect(share(['everyone'], elsewhere)).rejects.toMatchObject(NOT_FOUND)
  })
})

describe('a version that is read while the access list changes', () => {
  const during = (when: 'before' | 'after', work: () => Promise<unknown>) => ({
    ...library,
    index: {
      ...library.index,
      upsert: async (...given: Parameters<typeof library.index.upsert>) => {
        if (when === 'before') await work()
        await library.index.upsert(...given)
        if (when === 'after') await work()
      },
    },
  })

  it.each(['before', 'after'] as const)(
    'is searched under the newest list: %s its passages are written',
    async (when) => {
      const added = await library.add({ text: 'The ring is gold.' }, ada())
      const id = added.documentId
      const changeAndIndex = async () => {
        await change(id, { access: ['user:ada', 'user:bob'] }, ada())
        await index({ document_id: id })
      }
      const key = { tenantId, versionId: added.versionId }
      await processVersion(during(when, changeAndIndex), key, { id: 'job', attempt: 1, signal: never })
      expect([await found(id, ada()), await found(id, bob())]).toEqual([1, 1])
    },
  )

  it('lets no slow job write an older list over a newer one', async () => {
    const id = await addReady({ text: 'The crown is lost.' }, ada())
    await change(id, { access: ['user:ada', 'user:bob'] }, ada())
    let second: Promise<void> | undefined
    const slow = {
      ...library,
      index: {
        ...library.index,
        setFilters: async (...given: Parameters<typeof library.index.setFilters>) => {
          if (second === undefined) {
            await change(id, { access: ['user:ada', 'group:staff', 'user:eve'] }, ada())
            second = index({ document_id: id })
            await second
          }
          await library.index.setFilters(...given)
        },
      },
    }
    await indexAccess(slow, { tenant_id: tenantId, document_id: id }, never)
    expect(await found(id, person('eve'))).toBe(1)
    expect(await found(id, person('bob'))).toBe(0)
  })
})

describe('the access list of a collection or source', () => {
  it('is inherited by uploads that say nothing, the collection before the source', async () => {
    await setList('collection', 'HR', ['user:ada', 'group:hr'])
    await setList('source', 'share', ['user:ada', 'group:share'])
    const added = async (file: Partial<FileToAdd>) => {
      const { documentId } = await library.add({ text: 'x', fileName: JSON.stringify(file), ...file }, ada())
      return getDocumentAccess(library.database, documentId, ada())
    }
    expect(await added({ collection: 'HR', source: 'share' })).toMatchObject({
      access: ['user:ada', 'group:hr'],
      from: 'collection',
      name: 'HR',
    })
    expect(await added({ source: 'share' })).toMatchObject({ from: 'source', name: 'share' })
    expect(await added({ collection: 'IT' })).toMatchObject({ access: ['user:ada'], from: 'document', name: null })
    expect(await added({ collection: 'HR', access: ['everyone'] })).toMatchObject({
      access: ['everyone'],
      from: 'document',
    })
  })

  it('changes all documents that inherit it and no others, at once and in the index after one job', async () => {
    await setList('collection', 'HR', ['user:ada'])
    const ids = [
      await addReady({ text: 'one', fileName: '1.txt', collection: 'HR' }, ada()),
      await addReady({ text: 'two', fileName: '2.txt', collection: 'HR' }, ada()),
    ]
    const own = await addReady({ text: 'three', fileName: '3.txt', collection: 'HR', access: ['user:ada'] }, ada())
    const waiting = await library.bus.depth(INDEX_ACCESS_QUEUE)
    const [epoch = 0] = await epochs()
    await setList('collection', 'HR', ['user:ada', 'group:staff'])
    expect(await library.bus.depth(INDEX_ACCESS_QUEUE)).toBe(waiting + 1)
    expect((await epochs())[0]).toBe(epoch + 1)
    const seen = (await listDocuments(library.database, { limit: 9 }, bob())).documents.map(({ id }) => id)
    expect(seen.toSorted()).toEqual(ids.toSorted())
    await index({ kind: 'collection', name: 'HR' })
    for (const id of ids) expect(await found(id, bob())).toBe(1)
    expect(await found(own, bob())).toBe(0)
    expect(await getAccessList(library.database, { kind: 'collection', name: 'HR' }, bob())).toMatchObject({
      documents: 2,
      updated_by: 'root',
    })
  })

  it('is followed by a document from the moment it is told to, and left when it gets a list of its own', async () => {
    await setList('source', 'upload', ['user:ada', 'user:bob'])
    const id = await addReady({ text: 'one', access: ['user:ada'] }, ada())
    expect(await change(id, { inherit: 'source' }, ada())).toMatchObject({
      access: ['user:ada', 'user:bob'],
      from: 'source',
    })
    await change(id, { access: ['user:ada'] }, ada())
    await setList('source', 'upload', ['everyone', 'user:ada'])
    await expect(getDocument(library.database, id, bob())).rejects.toMatchObject(NOT_FOUND)
  })

  it('cannot be followed where there is none', async () => {
    const id = await addReady({ text: 'one' }, ada())
    const named = await addReady({ text: 'two', fileName: 'b.txt', collection: 'IT' }, ada())
    for (const [document, inherit] of [
      [id, 'collection'] as const,
      [id, 'source'] as const,
      [named, 'collection'] as const,
    ])
      await expect(change(document, { inherit }, ada())).rejects.toMatchObject({ code: 'invalid-request' })
  })

  it('is made by administrators, and changed by contributors who are and stay on it', async () => {
    const hr = { kind: 'collection', name: 'HR' } as const
    const missing = await setList('collection', 'HR', ['user:ada'], ada()).catch((error: unknown) => error)
    await setList('collection', 'HR', ['user:bob'])
    const forbidden = await setList('collection', 'HR', ['user:ada'], ada()).catch((error: unknown) => error)
    expect(missing).toMatchObject({ code: 'not-found' })
    expect(forbidden).toEqual(missing)
    await expect(getAccessList(library.database, hr, ada())).rejects.toEqual(missing)
    await setList('collection', 'HR', ['user:bob', 'user:ada'], bob())
    await expect(setList('collection', 'HR', ['user:bob'], ada())).rejects.toMatchObject({ code: 'would-lock-out' })
    expect((await getAccessList(library.database, hr, ada())).access).toEqual(['user:bob', 'user:ada'])
  })

  it('keeps uploads of contributors out who are not on it, and takes those of administrators', async () => {
    await setList('collection', 'HR', ['user:bob'])
    const upload = { text: 'one', collection: 'HR' }
    await expect(library.add(upload, ada())).rejects.toMatchObject({ code: 'would-lock-out' })
    const { documentId } = await library.add(upload, admin())
    expect(await getDocument(library.database, documentId, bob())).toMatchObject({ access: ['user:bob'] })
  })

  it('is taken over by a document that moves to another collection; one with its own list keeps that', async () => {
    await setList('collection', 'HR', ['user:ada'])
    await setList('collection', 'All', ['everyone'])
    const follows = await library.add({ text: 'one', fileName: 'a', collection: 'HR' }, ada())
    const own = await library.add({ text: 'two', fileName: 'b', collection: 'HR', access: ['user:ada'] }, ada())
    await library.add({ text: 'one', fileName: 'a', collection: 'All' }, ada())
    await library.add({ text: 'two', fileName: 'b', collection: 'All' }, ada())
    expect(await rowOf(follows.documentId)).toMatchObject({ access: ['everyone'], accessFrom: 'collection' })
    expect(await rowOf(own.documentId)).toMatchObject({ access: ['user:ada'], accessFrom: 'document' })
    await library.add({ text: 'one', fileName: 'a', collection: 'Other' }, ada())
    expect(await rowOf(follows.documentId)).toMatchObject({ access: ['everyone'], accessFrom: 'document' })
  })

  it('never loses against uploads of the same moment', async () => {
    await setList('collection', 'HR', ['user:ada'])
    const uploads = Array.from({ length: 8 }, (_, n) =>
      library.add({ text: `text ${n}`, fileName: `${n}.txt`, collection: 'HR' }, ada()),
    )
    await Promise.all([...uploads, setList('collection', 'HR', ['user:ada', 'user:bob'])])
    const { documents: seen } = await listDocuments(library.database, { limit: 20 }, bob())
    expect(seen).toHaveLength(8)
  })
})

describe('a new version with other rights that cannot be read', () => {
  it('still lets searches find the old one for those who may now see it', async () => {
    const id = await addReady({ text: 'The key is in the drawer.', fileName: 'key.txt' }, ada())
    await addReady({ text: '\0\u0001\u0002\0', fileName: 'key.txt', access: ['user:ada', 'user:bob'] }, ada())
    await index({ document_id: id })
    expect(await found(id, bob())).toBe(1)
  })

  it('tells the index by itself', async () => {
    await addReady({ text: 'text', fileName: 'key.txt' }, ada())
    const waiting = await library.bus.depth(INDEX_ACCESS_QUEUE)
    const { database, bus, blobs } = library
    const stored = await library.add({ text: 'text', fileName: 'other.txt' }, ada())
    const file = { fileName: 'key.txt', externalId: 'key.txt', source: 'upload', title: null, collection: null }
    const bytes = { sha256: stored.sha256, sizeInBytes: 4, mediaType: 'text/plain' }
    await registerUpload({ database, bus, blobs }, { ...file, ...bytes, access: ['everyone'] }, ada())
    expect(await library.bus.depth(INDEX_ACCESS_QUEUE)).toBe(waiting + 1)
  })
})
