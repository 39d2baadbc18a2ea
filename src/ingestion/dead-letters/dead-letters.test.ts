import { Readable } from 'node:stream'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../../contracts/call-context.ts'
import type { DeadLetterPage, DeadLetterSummary } from '../../contracts/dead-letters.ts'
import { deletions, documentVersions } from '../../platform/database/schema.ts'
import { contextFor } from '../../testing/call-contexts.ts'
import { type AddedFile, openTestLibrary, type TestLibrary } from '../../testing/open-test-library.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { cancelVersion } from '../cancel-version.ts'
import { deleteDocument } from '../delete-document.ts'
import { subscribeIngestion } from '../subscriptions.ts'
import { forgetObsolete } from './forget-obsolete.ts'
import { deadLetterRoutes } from './routes.ts'

let library: TestLibrary
let server: TestServer
let tenantId: string
let names = 0
beforeAll(async () => {
  library = await openTestLibrary()
  server = await openTestServer({ roles: ['ingestion'], clock: library.clock })
  await server.app.register(deadLetterRoutes(library))
  await subscribeIngestion(library)
  await library.bus.work('other-work', { concurrency: 1 }, async () => {
    throw new Error('always fails')
  })
})
beforeEach(async () => {
  tenantId = await library.database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})

const person = (object_id: string, roles: CallContext['principal']['roles'], tenant_id = tenantId) =>
  contextFor({ tenant_id, object_id, roles }, { clock: library.clock })
const ada = () => person('ada', ['Contributor'])
const admin = () => person('root', ['Admin'])

async function call(method: 'GET' | 'POST', path: string, context: CallContext, payload?: object) {
  const headers = await server.headersOf(context)
  const url = `/api/admin/dead-letters${path}`
  return server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
}

async function list(context = admin(), query = ''): Promise<DeadLetterSummary[]> {
  return (await call('GET', query, context)).json<DeadLetterPage>().dead_letters
}

/** The text of a document whose original is missing from the store cannot be read until it is put back. */
async function addBroken(fileName = `lost-${++names}.txt`) {
  const text = `The ${fileName} is about safes. `.repeat(20)
  const added = await library.add({ text, fileName, access: ['user:ada', 'user:reader'] }, ada())
  await library.blobs.delete(tenantId, added.sha256)
  return {
    ...added,
    mend: () => {
      const signal = new AbortController().signal
      return library.blobs.put(tenantId, Readable.from([Buffer.from(text)]), { signal, maximumBytes: 1_000_000 })
    },
  }
}

async function lettersOnceThereAre(count: number): Promise<DeadLetterSummary[]> {
  await expect.poll(async () => (await list()).length, { timeout: 20_000 }).toBe(count)
  return list()
}

async function versionOf({ versionId }: AddedFile) {
  const key = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.id, versionId))
  const [row] = await library.database.system.select().from(documentVersions).where(key)
  return row!
}

const stateOf = async (added: AddedFile) => (await versionOf(added)).state
const becomesReady = (added: AddedFile) => expect.poll(() => stateOf(added), { timeout: 20_000 }).toBe('ready')

describe('the dead letters of an organisation', () => {
  it('say which document failed, where in the work, why and how often', async () => {
    const added = await addBroken('plan.txt')
    expect(await lettersOnceThereAre(1)).toMatchObject([
      {
        queue: 'ingest-version',
        reason: expect.stringContaining('missing from the blob store'),
        stage: 'parsing',
        attempts: 5,
        document: { id: added.documentId, version: 1 },
        payload: { version_id: added.versionId },
      },
    ])
    expect(await versionOf(added)).toMatchObject({ state: 'failed', reason: 'internal' })
  })

  it('show the title of a document to administrators who may read it, and to no other', async () => {
    const { documentId: id } = await addBroken('secret.txt')
    await lettersOnceThereAre(1)
    expect((await list(person('root', ['Admin'])))[0]?.document).toEqual({ id, title: null, version: 1 })
    expect((await list(person('ada', ['Admin'])))[0]?.document).toEqual({ id, title: 'secret.txt', version: 1 })
  })

  it('come page by page, newest first', async () => {
    for (let n = 1; n <= 3; n++) {
      await addBroken()
      await lettersOnceThereAre(n)
    }
    const all = await list()
    expect(all.map(({ failed_at }) => failed_at)).toEqual(
      all
        .map(({ failed_at }) => failed_at)
        .toSorted()
        .toReversed(),
    )
    const first = (await call('GET', '?limit=2', admin())).json<DeadLetterPage>()
    expect(first.dead_letters).toEqual(all.slice(0, 2))
    const second = (await call('GET', `?limit=2&cursor=${first.next_cursor}`, admin())).json<DeadLetterPage>()
    expect(second).toEqual({ dead_letters: all.slice(2), next_cursor: null })
    expect((await call('GET', '?cursor=nonsense', admin())).statusCode).toBe(400)
  })

  it('are for administrators, each of the own organisation alone', async () => {
    const added = await addBroken()
    const [letter] = await lettersOnceThereAre(1)
    const stranger = person('root', ['Admin'], await library.database.newTenant())
    expect(await list(stranger)).toEqual([])
    for (const path of ['/replay', '/discard']) {
      expect((await call('POST', path, ada(), {})).statusCode).toBe(403)
      const refused = await call('POST', path, stranger, { ids: [letter?.id] })
      expect([refused.statusCode, refused.json().detail]).toEqual([404, expect.stringContaining('List them again')])
      expect((await call('POST', path, stranger, {})).statusCode).toBe(200)
    }
    expect((await call('GET', '', ada())).statusCode).toBe(403)
    expect(await list()).toHaveLength(1)
    expect(await stateOf(added)).toBe('failed')
  })
})

describe('a replay', () => {
  it('reads the document again, from the first attempt, once the cause is mended', async () => {
    const added = await addBroken()
    const [letter] = await lettersOnceThereAre(1)
    await added.mend()
    const reply = await call('POST', '/replay', admin(), { ids: [letter?.id] })
    expect(reply.json()).toEqual({ replayed: 1, obsolete: 0 })
    expect(await list()).toEqual([])
    await becomesReady(added)
    expect(await versionOf(added)).toMatchObject({ reason: null, attempt: 1 })
  })

  it('of all letters takes those of every kind, and what fails again is a letter again', async () => {
    const mended = await addBroken()
    await addBroken()
    await library.bus.send('other-work', { tenant_id: tenantId })
    await lettersOnceThereAre(3)
    await mended.mend()
    expect((await call('POST', '/replay', admin(), {})).json()).toEqual({ replayed: 3, obsolete: 0 })
    await becomesReady(mended)
    expect((await lettersOnceThereAre(2)).map(({ queue }) => queue).toSorted()).toEqual([
      'ingest-version',
      'other-work',
    ])
  })

  it('only removes the letter of a document that was cancelled meanwhile', async () => {
    const added = await addBroken()
    await lettersOnceThereAre(1)
    const key = { tenantId, versionId: added.versionId }
    const row = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.id, added.versionId))
    await library.database.system.update(documentVersions).set({ state: 'parsing' }).where(row)
    await library.database.forTenant(tenantId).transaction((tx) => cancelVersion(tx, key, library.clock))
    expect((await call('POST', '/replay', admin(), {})).json()).toEqual({ replayed: 0, obsolete: 1 })
    expect(await versionOf(added)).toMatchObject({ state: 'failed', reason: 'cancelled' })
  })

  it('takes up a document whose worker died before it could say that it failed', async () => {
    const added = await addBroken()
    const [letter] = await lettersOnceThereAre(1)
    const row = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.id, added.versionId))
    const heldUntil = new Date(library.clock.now() - 1)
    await library.database.system.update(documentVersions).set({ state: 'parsing', heldUntil }).where(row)
    await added.mend()
    const reply = await call('POST', '/replay', admin(), { ids: [letter?.id] })
    expect(reply.json()).toEqual({ replayed: 1, obsolete: 0 })
    await becomesReady(added)
  })

  it('puts nothing back twice when two administrators ask at once', async () => {
    const added = await addBroken()
    await lettersOnceThereAre(1)
    await added.mend()
    const replies = await Promise.all([call('POST', '/replay', admin(), {}), call('POST', '/replay', admin(), {})])
    const counts = replies.map((reply) => reply.json<{ replayed: number }>().replayed)
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2)
    await becomesReady(added)
    expect(await list()).toEqual([])
  })
})

describe('a discard', () => {
  it('leaves the document failed, with its reason', async () => {
    const added = await addBroken()
    const [letter] = await lettersOnceThereAre(1)
    const reply = await call('POST', '/discard', admin(), { ids: [letter?.id] })
    expect(reply.json()).toEqual({ discarded: 1 })
    expect(await list()).toEqual([])
    expect(await versionOf(added)).toMatchObject({ state: 'failed', reason: 'internal' })
  })

  it('lets a document fail that would look busy for ever', async () => {
    const added = await addBroken()
    await lettersOnceThereAre(1)
    const row = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.id, added.versionId))
    const heldUntil = new Date(library.clock.now() - 1)
    await library.database.system.update(documentVersions).set({ state: 'parsing', heldUntil }).where(row)
    expect((await call('POST', '/discard', admin(), {})).json()).toEqual({ discarded: 1 })
    expect(await versionOf(added)).toMatchObject({ state: 'failed', reason: 'internal' })
  })

  it('of all of nothing is no mistake', async () => {
    expect((await call('POST', '/discard', admin(), {})).json()).toEqual({ discarded: 0 })
    expect((await call('POST', '/discard', admin(), { ids: [] })).statusCode).toBe(400)
  })
})

describe('letters that are about nothing any more', () => {
  it('go when the document was deleted, or succeeded, and others stay', async () => {
    const deleted = await addBroken()
    const ready = await addBroken()
    const failed = await addBroken()
    await library.bus.send('other-work', { tenant_id: tenantId })
    await lettersOnceThereAre(4)
    await deleteDocument(library, deleted.documentId, ada())
    const row = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.id, ready.versionId))
    await library.database.system.update(documentVersions).set({ state: 'ready' }).where(row)
    await forgetObsolete(library, undefined)
    const left = await list()
    expect(new Set(left.map(({ document }) => document?.id ?? null))).toEqual(new Set([failed.documentId, null]))
    expect(left).toHaveLength(2)
  })

  it('go when the traces of a deleted document are removed after all', async () => {
    const { documentId } = await addBroken()
    await lettersOnceThereAre(1)
    await deleteDocument(library, documentId, ada())
    const receipt = and(eq(deletions.tenantId, tenantId), eq(deletions.documentId, documentId))
    const completed = async () =>
      (await library.database.system.select().from(deletions).where(receipt))[0]?.completedAt
    await expect.poll(completed, { timeout: 20_000 }).toBeInstanceOf(Date)
    const { forgotten } = await forgetObsolete(library, undefined)
    expect(forgotten).toBeGreaterThan(0)
    expect(await list()).toEqual([])
  })
})
