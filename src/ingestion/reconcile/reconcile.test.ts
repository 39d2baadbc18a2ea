import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { and, eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../../contracts/call-context.ts'
import type { Consistency } from '../../contracts/consistency.ts'
import {
  answerSources,
  answers,
  deletions,
  documentVersions,
  generations,
  passages,
} from '../../platform/database/schema.ts'
import { openTelemetry } from '../../platform/telemetry/pino-prometheus.ts'
import type { Telemetry } from '../../platform/telemetry/telemetry.ts'
import { contextFor } from '../../testing/call-contexts.ts'
import { type AddedFile, openTestLibrary, type TestLibrary } from '../../testing/open-test-library.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { deleteDocument } from '../delete-document.ts'
import { INGEST_QUEUE } from '../ingest-queue.ts'
import { processVersion } from '../process-version.ts'
import { purgeDocument, workOffDeletion } from '../purge-document.ts'
import { consistencyRoutes } from './consistency-routes.ts'
import { keepReconciling } from './keep-reconciling.ts'
import { createReconcile, type Reconcile } from './reconcile-tenants.ts'

let library: TestLibrary
let server: TestServer
let telemetry: Telemetry
let reconcile: Reconcile
let tenantId: string
let ada: CallContext
let names = 0
beforeAll(async () => {
  library = await openTestLibrary()
  telemetry = openTelemetry({ level: 'silent' })
  server = await openTestServer({ roles: ['ingestion'], clock: library.clock })
  await server.app.register(consistencyRoutes(library))
  reconcile = createReconcile({ ...library, meter: telemetry.meter, logger: pino({ level: 'silent' }) })
})
beforeEach(async () => {
  tenantId = await library.database.newTenant()
  ada = contextFor({ tenant_id: tenantId, object_id: 'ada', roles: ['Contributor'] }, { clock: library.clock })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await telemetry[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})

const never = new AbortController().signal
const AGREEING = {
  orphans: { index: 0, passages: 0, originals: 0, answers: 0 },
  missing: { index: 0, passages: 0, originals: 0 },
  open_deletions: 0,
}
const partition = () => ({ tenantId, generation: library.generation })

async function addReady(text = `The lamp of room ${++names} is green. `.repeat(60), fileName = `note-${names}.txt`) {
  const added = await library.add({ text, fileName }, ada)
  await read(added)
  return added
}
const read = ({ versionId }: AddedFile) =>
  processVersion(library, { tenantId, versionId }, { id: randomUUID(), attempt: 1, signal: never })

/** What is longer ago than a look leaves alone. */
const letSettle = () => library.clock.advance(11 * 60_000)

async function look(): Promise<Consistency> {
  const admin = contextFor({ tenant_id: tenantId, object_id: 'root', roles: ['Admin'] })
  const headers = await server.headersOf(admin)
  const reply = await server.app.inject({ url: '/api/admin/consistency', headers })
  expect(reply.statusCode).toBe(200)
  return reply.json<Consistency>()
}
const found = async () => {
  const { orphans, missing, open_deletions } = await look()
  return { orphans, missing, open_deletions }
}
const entryOf = (documentId: string, versionId: string) => ({
  passageId: randomUUID(),
  documentId,
  versionId,
  access: ['everyone'],
  collection: null,
  mediaType: 'text/plain',
  updatedAt: 0,
  terms: ['left'],
  vector: new Float32Array(library.embedder.dimensions).fill(0.05),
})
const versionIs = ({ versionId }: AddedFile) =>
  and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.id, versionId))
async function stateOf(added: AddedFile): Promise<string> {
  const [row] = await library.database.system.select().from(documentVersions).where(versionIs(added))
  return row!.state
}

/** Everything the library holds of a document is as it was after it had been read. */
async function expectWhole(added: AddedFile): Promise<void> {
  const ids = (await library.registered(tenantId, added.documentId)).map(({ id }) => id)
  expect(ids.length).toBeGreaterThan(0)
  expect((await library.indexed(tenantId, added.documentId)).toSorted()).toEqual(ids.toSorted())
}

describe('a library whose stores agree', () => {
  it('has nothing to be found in it, whatever documents went through', async () => {
    await addReady()
    await addReady('The lamp is blue. '.repeat(60), `note-${names}.txt`)
    const shared = 'The same words. '.repeat(60)
    await addReady(shared, 'one.txt')
    await addReady(shared, 'two.txt')
    const unreadable = await library.add({ text: '\0\u0001\0', fileName: 'x.bin' }, ada)
    await read(unreadable)
    const deleted = await addReady()
    await deleteDocument(library, deleted.documentId, ada)
    await purgeDocument(library, { tenant_id: tenantId, document_id: deleted.documentId })
    await library.add({ text: 'waits', fileName: 'waiting.txt' }, ada)
    letSettle()
    expect(await look()).toEqual({
      checked_at: new Date(library.clock.now()).toISOString(),
      ...AGREEING,
      examples: [],
    })
    await reconcile(never)
    expect(await found()).toEqual(AGREEING)
  })

  it('is left alone for ten minutes after a change, when something may still be at work', async () => {
    const [lacking, failed, deleted] = [
      await addReady(),
      await library.add({ text: '\0\u0001\0', fileName: 'x.bin' }, ada),
      await addReady(),
    ]
    await read(failed)
    await deleteDocument(library, deleted.documentId, ada)
    await library.index.removeVersions(partition(), [lacking.versionId])
    await library.index.upsert(partition(), [entryOf(failed.documentId, failed.versionId)])
    library.clock.advance(9 * 60_000)
    expect((await found()).orphans).toEqual(AGREEING.orphans)
    expect(await found()).toEqual(AGREEING)
    library.clock.advance(2 * 60_000)
    expect(await found()).toMatchObject({
      orphans: { index: 2, passages: 1, originals: 1 },
      missing: { index: 1 },
      open_deletions: 1,
    })
  })

  it('is shown to administrators only', async () => {
    const reply = await server.app.inject({ url: '/api/admin/consistency', headers: await server.headersOf(ada) })
    expect(reply.statusCode).toBe(403)
  })
})

describe('what should not be there is found and removed:', () => {
  it('entries of a version that nobody knows', async () => {
    const added = await addReady()
    await library.index.upsert(partition(), [entryOf(added.documentId, randomUUID())])
    expect(await found()).toEqual({ ...AGREEING, orphans: { ...AGREEING.orphans, index: 1 } })
    await reconcile(never)
    expect(await found()).toEqual(AGREEING)
    await expectWhole(added)
  })

  it('entries of an older version, of one that failed and of a deleted document, in every generation', async () => {
    const first = await addReady()
    await addReady('The lamp is blue. '.repeat(60), `note-${names}.txt`)
    const failed = await library.add({ text: '\0\u0001\0', fileName: 'x.bin' }, ada)
    await read(failed)
    const deleted = await addReady()
    await deleteDocument(library, deleted.documentId, ada)
    await purgeDocument(library, { tenant_id: tenantId, document_id: deleted.documentId })
    for (const { documentId, versionId } of [first, failed, deleted])
      await library.index.upsert(partition(), [entryOf(documentId, versionId)])
    const older = { tenantId, generation: 'older' }
    const row = { id: 'older', embedder: 'e', dimensions: 4, chunker: 'c', active: false }
    await library.database.system.insert(generations).values({ tenantId, ...row })
    await library.index.upsert(older, [
      entryOf(deleted.documentId, deleted.versionId),
      entryOf(first.documentId, first.versionId),
    ])
    letSettle()
    expect((await found()).orphans).toMatchObject({ index: 4 })
    await reconcile(never)
    expect(await found()).toEqual(AGREEING)
    expect(await library.index.count(older)).toBe(1)
  })

  it('passages whose version is unknown or whose document was deleted', async () => {
    const [kept, deleted] = [await addReady(), await addReady()]
    const rows = await library.registered(tenantId, deleted.documentId)
    await deleteDocument(library, deleted.documentId, ada)
    await purgeDocument(library, { tenant_id: tenantId, document_id: deleted.documentId })
    await library.database.system.insert(passages).values(rows)
    const foreign = rows.map((row) =>
      Object.assign({}, row, { id: randomUUID(), versionId: randomUUID(), documentId: randomUUID() }),
    )
    await library.database.system.insert(passages).values(foreign)
    letSettle()
    expect((await found()).orphans.passages).toBe(1 + foreign.length)
    await reconcile(never)
    expect(await found()).toEqual(AGREEING)
    expect(await library.registered(tenantId, deleted.documentId)).toEqual([])
    await expectWhole(kept)
  })

  it('originals that no document needs, once it is certain that none is about to', async () => {
    const added = await addReady()
    const options = { signal: never, maximumBytes: 1_000 }
    const { sha256 } = await library.blobs.put(tenantId, Readable.from([Buffer.from('left over')]), options)
    expect((await found()).orphans.originals).toBe(1)
    await reconcile(never)
    expect(await library.blobs.has(tenantId, sha256)).toBe(true)
    library.clock.advance(60 * 60_000)
    await reconcile(never)
    expect(await library.blobs.has(tenantId, sha256)).toBe(false)
    expect(await library.blobs.has(tenantId, added.sha256)).toBe(true)
    expect(await found()).toEqual(AGREEING)
  })

  it('excerpts of deleted documents in answers', async () => {
    const added = await addReady()
    const id = randomUUID()
    const citation = { number: 1, document_id: added.documentId, version: 1, passage_id: randomUUID(), title: 'Note' }
    const place = { source: 'upload', page: null, heading: [], start: 0, end: 4, quote: 'lamp', relevance_score: 1 }
    const envelope = {
      outcome: 'answered',
      answer: 'Green. [1]',
      sentences: [{ text: 'Green.', start: 0, end: 10, citations: [1] }],
      citations: [{ ...citation, ...place }],
      confidence: 1,
      confidence_level: 'high',
      nearest_passages: [],
      made_by: { mode: 'extractive', model: 'extractive', fallback_reason: null },
      token_usage: { prompt: 0, completion: 0, total: 0 },
    }
    await deleteDocument(library, added.documentId, ada)
    await purgeDocument(library, { tenant_id: tenantId, document_id: added.documentId })
    const asked = { objectId: 'ada', requestId: id, query: 'What?', outcome: 'answered', durationInMs: 1, envelope }
    await library.database.system.insert(answers).values({ tenantId, id, ...asked })
    await library.database.system
      .insert(answerSources)
      .values({ tenantId, answerId: id, documentId: added.documentId, version: 1 })
    letSettle()
    expect((await found()).orphans.answers).toBe(1)
    await reconcile(never)
    expect(await found()).toEqual(AGREEING)
    const [row] = await library.database.system.select().from(answers).where(eq(answers.id, id))
    expect(JSON.stringify(row!.envelope)).not.toMatch(/Green|lamp/)
  })
})

describe('the files of the index', () => {
  it('are rewritten without deleted documents, and the receipt says when the old files were gone', async () => {
    await addReady()
    const { documentId } = await addReady()
    await deleteDocument(library, documentId, ada)
    await purgeDocument(library, { tenant_id: tenantId, document_id: documentId })
    const entryOfIndex = async () => {
      const [row] = await library.database.system.select().from(deletions).where(eq(deletions.documentId, documentId))
      return row!.stores.find(({ store }) => store === 'index')!
    }
    expect((await entryOfIndex()).erasedBy).toBe(new Date(library.clock.now() + 3 * 3_600_000).toISOString())
    const erased: string[] = []
    const index = {
      ...library.index,
      erase: async (part: Parameters<typeof library.index.erase>[0]) => {
        if (part.tenantId === tenantId) erased.push(part.generation)
        await library.index.erase(part)
        return new Date(library.clock.now() + 600_000)
      },
    }
    const again = createReconcile({ ...library, index, meter: telemetry.meter, logger: pino({ level: 'silent' }) })
    await again(never)
    expect((await entryOfIndex()).erasedAt).toBeUndefined()
    library.clock.advance(599_999)
    await again(never)
    expect((await entryOfIndex()).erasedAt).toBeUndefined()
    library.clock.advance(1)
    await again(never)
    expect((await entryOfIndex()).erasedAt).toBe(new Date(library.clock.now()).toISOString())
    await again(never)
    expect(erased).toHaveLength(3)
  })
})

describe('what is missing is found and made again:', () => {
  it('a version that the index lacks, in part or altogether', async () => {
    const text = Array.from({ length: 6 }, (_, n) => `# Part ${n}\n\n${'The lamp is green. '.repeat(60)}`).join('\n\n')
    const [lost, part, whole] = [await addReady(text, 'a.md'), await addReady(`${text} b`, 'b.md'), await addReady()]
    await library.index.removeVersions(partition(), [lost.versionId, part.versionId])
    const [first] = await library.registered(tenantId, part.documentId)
    const entry = entryOf(part.documentId, part.versionId)
    await library.index.upsert(partition(), [{ ...entry, passageId: first!.id }])
    letSettle()
    const { missing, examples } = await look()
    expect(missing).toEqual({ ...AGREEING.missing, index: 2 })
    expect(new Set(examples.map(({ document_id }) => document_id))).toEqual(new Set([lost.documentId, part.documentId]))
    await reconcile(never)
    for (const { versionId } of [lost, part])
      expect(await library.bus.isPending(INGEST_QUEUE, { version_id: versionId })).toBe(true)
    expect(await stateOf(whole)).toBe('ready')
    for (const added of [lost, part]) await read(added)
    for (const added of [lost, part]) {
      expect(await stateOf(added)).toBe('ready')
      await expectWhole(added)
    }
    letSettle()
    expect(await found()).toEqual(AGREEING)
  })

  it('a version of which the index holds too much', async () => {
    const added = await addReady()
    await library.index.upsert(partition(), [entryOf(added.documentId, added.versionId)])
    letSettle()
    expect((await found()).missing.index).toBe(1)
    await reconcile(never)
    await read(added)
    await expectWhole(added)
    letSettle()
    expect(await found()).toEqual(AGREEING)
  })

  it('a version whose passages the registry lacks', async () => {
    const added = await addReady()
    await library.database.system.delete(passages).where(eq(passages.versionId, added.versionId))
    letSettle()
    expect((await found()).missing).toEqual({ ...AGREEING.missing, passages: 1 })
    await reconcile(never)
    await read(added)
    await expectWhole(added)
    letSettle()
    expect(await found()).toEqual(AGREEING)
  })

  it('a deletion that came to a stop', async () => {
    const added = await addReady()
    await deleteDocument(library, added.documentId, ada)
    const sent: object[] = []
    const bus = {
      ...library.bus,
      isPending: async () => false,
      send: async (_: string, job: object) => void sent.push(job),
    }
    const again = createReconcile({ ...library, bus, meter: telemetry.meter, logger: pino({ level: 'silent' }) })
    letSettle()
    expect((await found()).open_deletions).toBe(1)
    await again(never)
    const job = { tenant_id: tenantId, document_id: added.documentId }
    expect(sent).toContainEqual(job)
    await workOffDeletion(library, job)
    expect(await found()).toEqual(AGREEING)
    const own = eq(deletions.documentId, added.documentId)
    expect((await library.database.system.select().from(deletions).where(own))[0]?.completedAt).not.toBeNull()
  })
})

describe('an original that is not there', () => {
  it('is named with its document, for somebody to send it again; nothing else can be done', async () => {
    const added = await addReady()
    await library.blobs.delete(tenantId, added.sha256)
    letSettle()
    const { missing, examples } = await look()
    expect(missing.originals).toBe(1)
    expect(examples).toEqual([{ type: 'missing', store: 'originals', document_id: added.documentId, version: 1 }])
    await reconcile(never)
    expect((await found()).missing.originals).toBe(1)
    await deleteDocument(library, added.documentId, ada)
    await purgeDocument(library, { tenant_id: tenantId, document_id: added.documentId })
    letSettle()
    expect(await found()).toEqual(AGREEING)
  })
})

describe('a library that cannot be looked at', () => {
  it('does not keep the others from being mended', async () => {
    const added = await addReady()
    await library.index.upsert(partition(), [entryOf(added.documentId, randomUUID())])
    const mine = tenantId
    const index = {
      ...library.index,
      listVersions: (...given: Parameters<typeof library.index.listVersions>) => {
        if (given[0].tenantId !== mine) throw new Error('the table is broken')
        return library.index.listVersions(...given)
      },
    }
    const again = createReconcile({ ...library, index, meter: telemetry.meter, logger: pino({ level: 'silent' }) })
    expect(await again(never)).toEqual({ found: 1, mended: 1 })
    expect(await found()).toEqual(AGREEING)
  })
})

describe('the metrics', () => {
  it('count what each store has too much and too little, and fall to 0 once it is mended', async () => {
    const added = await addReady()
    await library.index.upsert(partition(), [entryOf(added.documentId, randomUUID())])
    const metrics = async () => telemetry.renderMetrics()
    await reconcile(never)
    expect(await metrics()).toMatch(/footnote_orphans\{.*store="index".*\} 1/)
    await reconcile(never)
    const text = await metrics()
    for (const store of ['index', 'passages', 'originals', 'answers'])
      expect(text).toMatch(new RegExp(`footnote_orphans\\{.*store="${store}".*\\} 0`))
    for (const store of ['index', 'passages', 'originals'])
      expect(text).toMatch(new RegExp(`footnote_missing\\{.*store="${store}".*\\} 0`))
  })
})

describe('looking after the stores', () => {
  it('begins soon after the start, goes on after an error, and ends at once when it is told to', async () => {
    const looks: AbortSignal[] = []
    const looked = Promise.withResolvers<void>()
    const failing: Reconcile = async (signal) => {
      looks.push(signal)
      looked.resolve()
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
      return null
    }
    const keeping = keepReconciling({ reconcile: failing, logger: pino({ level: 'silent' }), firstInMs: 0 })
    await looked.promise
    await keeping[Symbol.asyncDispose]()
    expect(looks.map(({ aborted }) => aborted)).toEqual([true])
  })
})
