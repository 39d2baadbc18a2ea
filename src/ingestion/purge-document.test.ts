import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import type { AnswerEnvelope } from '../contracts/orchestration.ts'
import {
  answerSources,
  answers,
  deletions,
  documents,
  documentVersions,
  generations,
} from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { type AddedFile, openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { deleteDocument } from './delete-document.ts'
import { processVersion } from './process-version.ts'
import { type PurgeDependencies, purgeDocument, workOffDeletion } from './purge-document.ts'

let library: TestLibrary
let tenantId: string
let ada: CallContext
let names = 0
beforeAll(async () => {
  library = await openTestLibrary()
  tenantId = await library.database.newTenant()
  ada = contextFor({ tenant_id: tenantId, object_id: 'ada', roles: ['Contributor'] }, { clock: library.clock })
})
afterAll(() => library[Symbol.asyncDispose]())

const never = new AbortController().signal

/** A document that is ready, with passages in registry and index. */
async function addReady(text = longText(`word${names}`)): Promise<AddedFile> {
  const added = await library.add({ text, fileName: `secret-${++names}.md`, title: `Secret ${names}` }, ada)
  await processVersion(library, { tenantId, versionId: added.versionId }, { id: 'job', attempt: 1, signal: never })
  return added
}

const longText = (word: string) =>
  Array.from({ length: 5 }, (_, i) => `# Part ${i}\n\n${`The ${word} of part ${i} is kept. `.repeat(60)}`).join('\n\n')

/** An answer that quotes each of these documents in a sentence of its own. */
async function addAnswer(documentIds: readonly string[]): Promise<string> {
  const id = randomUUID()
  const texts = documentIds.map((_, n) => `Sentence ${n}. [${n + 1}]`)
  const envelope: AnswerEnvelope = {
    outcome: 'answered',
    answer: texts.join(' '),
    sentences: texts.map((text, n) => {
      const start = texts.slice(0, n).reduce((sum, { length }) => sum + length + 1, 0)
      return { text: `Sentence ${n}.`, start, end: start + text.length, citations: [n + 1] }
    }),
    citations: documentIds.map((document_id, n) => ({
      number: n + 1,
      document_id,
      version: 1,
      passage_id: randomUUID(),
      title: 'Secret',
      source: 'upload',
      page: null,
      heading: [],
      start: 0,
      end: 5,
      quote: `quote ${n}`,
      relevance_score: 1,
    })),
    confidence: 1,
    confidence_level: 'high',
    nearest_passages: [],
    made_by: { mode: 'extractive', model: 'extractive', fallback_reason: null },
    token_usage: { prompt: 0, completion: 0, total: 0 },
  }
  const asked = { objectId: 'ada', requestId: id, query: 'What?', outcome: 'answered', durationInMs: 1 }
  await library.database.system.insert(answers).values({ tenantId, id, ...asked, envelope })
  const sources = documentIds.map((documentId) => ({ tenantId, answerId: id, documentId, version: 1 }))
  await library.database.system.insert(answerSources).values(sources)
  return id
}

async function receiptOf(documentId: string) {
  const own = and(eq(deletions.tenantId, tenantId), eq(deletions.documentId, documentId))
  const [row] = await library.database.system.select().from(deletions).where(own)
  return row!
}
const removedOf = async (documentId: string) =>
  Object.fromEntries((await receiptOf(documentId)).stores.map(({ store, removed }) => [store, removed]))
const envelopeOf = async (id: string) => {
  const [row] = await library.database.system.select().from(answers).where(eq(answers.id, id))
  return JSON.stringify(row!.envelope)
}
const purge = (documentId: string, changes: Partial<PurgeDependencies> = {}) =>
  purgeDocument({ ...library, ...changes }, { tenant_id: tenantId, document_id: documentId })

async function expectGone({ documentId, sha256 }: AddedFile): Promise<void> {
  expect(await library.indexed(tenantId, documentId)).toEqual([])
  expect(await library.registered(tenantId, documentId)).toEqual([])
  expect(await library.blobs.has(tenantId, sha256)).toBe(false)
}

class Crash extends Error {}

/** The parts of a purge, of which the n-th change of any never happens, or happens just before the process dies. */
function dyingAt(step: number, when: 'before' | 'after') {
  let calls = 0
  const dying = <T extends object>(part: T, methods: readonly (keyof T)[]): T =>
    new Proxy(part, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function' || !methods.includes(name as keyof T)) return value
        return async (...given: unknown[]) => {
          const dies = ++calls === step
          if (dies && when === 'before') throw new Crash(String(name))
          const done: unknown = await Reflect.apply(value, target, given)
          if (dies) throw new Crash(String(name))
          return done
        }
      },
    })
  const { database } = library
  return {
    blobs: dying(library.blobs, ['delete']),
    index: dying(library.index, ['removeVersions']),
    database: { ...database, forTenant: (id: string) => dying(database.forTenant(id), ['transaction']) },
  }
}

describe('the purge of a deleted document', () => {
  it('removes it from every store and says in the receipt what was removed and when', async () => {
    const added = await addReady()
    const [own, mixed] = [await addAnswer([added.documentId]), await addAnswer([randomUUID(), added.documentId])]
    const passages = (await library.registered(tenantId, added.documentId)).length
    expect(passages).toBeGreaterThan(1)
    await deleteDocument(library, added.documentId, ada)
    const deletedAt = new Date(library.clock.now())
    expect(await receiptOf(added.documentId)).toMatchObject({
      deletedBy: 'ada',
      deletedAt,
      sha256s: [added.sha256],
      stores: [],
      completedAt: null,
    })
    library.clock.advance(2_000)
    await purge(added.documentId)
    await expectGone(added)
    expect(await removedOf(added.documentId)).toEqual({
      cache: null,
      index: passages,
      passages,
      originals: 1,
      answers: 2,
    })
    const { stores, completedAt } = await receiptOf(added.documentId)
    expect(completedAt).toEqual(new Date(library.clock.now()))
    const times = Object.fromEntries(stores.map(({ store, at }) => [store, at]))
    expect(times).toMatchObject({ cache: deletedAt.toISOString(), index: completedAt?.toISOString() })
    expect(await envelopeOf(own)).not.toContain('quote')
    expect(await envelopeOf(mixed)).toContain('quote 0')
    expect(await envelopeOf(mixed)).not.toContain('quote 1')
  })

  it('leaves no title and no file name in the registry', async () => {
    const { documentId } = await addReady()
    const told = { fingerprint: 'state 7' }
    await library.database.system.update(documents).set(told).where(eq(documents.id, documentId))
    await library.database.system
      .update(documentVersions)
      .set({ ownTitle: 'A secret', remarks: 'Secret pages.', detail: 'A secret detail.' })
      .where(eq(documentVersions.documentId, documentId))
    await deleteDocument(library, documentId, ada)
    await purge(documentId)
    const [row] = await library.database.system.select().from(documents).where(eq(documents.id, documentId))
    const versions = await library.database.system
      .select()
      .from(documentVersions)
      .where(eq(documentVersions.documentId, documentId))
    const { externalId: _, ...rest } = row!
    // Its source still has this state, and a sync must not bring it back.
    expect(rest).toMatchObject(told)
    expect(JSON.stringify([rest, versions])).not.toMatch(/secret/i)
  })

  it('covers older versions and older generations of the index', async () => {
    const first = await addReady()
    const second = await library.add({ text: longText('second'), fileName: `secret-${names}.md` }, ada)
    expect(second.documentId).toBe(first.documentId)
    await processVersion(library, { tenantId, versionId: second.versionId }, { id: 'job', attempt: 1, signal: never })
    const old = { tenantId, generation: 'older' }
    const entry = { documentId: first.documentId, access: ['everyone'], collection: null, mediaType: 'text/plain' }
    const more = { passageId: randomUUID(), updatedAt: 0, terms: ['old'], vector: new Float32Array(4).fill(0.5) }
    await library.index.upsert(old, [{ ...entry, ...more, versionId: first.versionId }])
    const row = { id: 'older', embedder: 'e', dimensions: 4, chunker: 'c', active: false }
    await library.database.system.insert(generations).values({ tenantId, ...row })
    await deleteDocument(library, first.documentId, ada)
    await purge(first.documentId)
    await expectGone(first)
    await expectGone(second)
    expect(await library.index.count(old)).toBe(0)
    expect((await receiptOf(first.documentId)).sha256s.toSorted()).toEqual([first.sha256, second.sha256].toSorted())
    expect(await removedOf(first.documentId)).toMatchObject({ originals: 2 })
  })

  it('keeps an original that another document has, says so, and removes it with the last', async () => {
    const text = longText('shared')
    const [one, other] = [await addReady(text), await addReady(text)]
    expect(one.sha256).toBe(other.sha256)
    await deleteDocument(library, one.documentId, ada)
    await purge(one.documentId)
    expect(await library.blobs.has(tenantId, one.sha256)).toBe(true)
    const originals = async ({ documentId }: AddedFile) =>
      (await receiptOf(documentId)).stores.find(({ store }) => store === 'originals')
    expect(await originals(one)).toMatchObject({ removed: 0, kept: 1 })
    await deleteDocument(library, other.documentId, ada)
    await purge(other.documentId)
    await expectGone(other)
    expect(await originals(other)).toEqual({ store: 'originals', removed: 1, at: expect.any(String) })
  })

  it('does along with it the others that wait, whose jobs then find nothing to do', async () => {
    const added = await Promise.all(Array.from({ length: 4 }, () => addReady()))
    const cited = await addAnswer(added.map(({ documentId }) => documentId))
    for (const { documentId } of added) await deleteDocument(library, documentId, ada)
    await purge(added[3]!.documentId)
    for (const each of added) {
      await expectGone(each)
      expect((await receiptOf(each.documentId)).completedAt).not.toBeNull()
      expect(await removedOf(each.documentId)).toMatchObject({ originals: 1, answers: 1 })
    }
    expect(await envelopeOf(cited)).not.toContain('quote')
    const index = new Proxy(library.index, {
      get: () => {
        throw new Error('asked again')
      },
    })
    for (const { documentId } of added)
      await workOffDeletion({ ...library, index }, { tenant_id: tenantId, document_id: documentId })
  })

  it('is not kept from one document by another that cannot be purged', async () => {
    const [stuck, other] = [await addReady(), await addReady()]
    await deleteDocument(library, stuck.documentId, ada)
    await deleteDocument(library, other.documentId, ada)
    const blobs = {
      ...library.blobs,
      delete: async (tenant: string, sha256: string) => {
        if (sha256 === stuck.sha256) throw new Error('the file is locked')
        await library.blobs.delete(tenant, sha256)
      },
    }
    await purge(other.documentId, { blobs })
    expect((await receiptOf(other.documentId)).completedAt).not.toBeNull()
    await expect(purge(stuck.documentId, { blobs })).rejects.toThrow('the file is locked')
    expect((await receiptOf(stuck.documentId)).completedAt).toBeNull()
    await purge(stuck.documentId)
    await expectGone(stuck)
  })

  it('opens the receipt again when a worker that was late left something, and closes it', async () => {
    const added = await addReady()
    await deleteDocument(library, added.documentId, ada)
    await purge(added.documentId)
    const before = await removedOf(added.documentId)
    const entry = { documentId: added.documentId, access: ['everyone'], collection: null, mediaType: 'text/plain' }
    const vector = await library.embedder.embedQuery('late', never)
    const more = { passageId: randomUUID(), updatedAt: 0, terms: ['late'], vector }
    const partition = { tenantId, generation: library.generation }
    await library.index.upsert(partition, [{ ...entry, ...more, versionId: added.versionId }])
    library.clock.advance(60_000)
    await purge(added.documentId)
    await expectGone(added)
    expect(await removedOf(added.documentId)).toEqual({ ...before, index: Number(before['index']) + 1 })
    expect((await receiptOf(added.documentId)).completedAt).toEqual(new Date(library.clock.now()))
  })

  it('touches nothing of a document that is not deleted', async () => {
    const added = await addReady()
    const passages = await library.registered(tenantId, added.documentId)
    await purge(added.documentId)
    expect(await library.registered(tenantId, added.documentId)).toEqual(passages)
    expect(await library.blobs.has(tenantId, added.sha256)).toBe(true)
  })

  it.each(['before', 'after'] as const)(
    'comes to the same end and the same receipt when it dies %s any of its steps',
    async (when) => {
      let step = 0
      for (let died = true; died; step++) {
        const added = await addReady()
        await addAnswer([added.documentId])
        const passages = (await library.registered(tenantId, added.documentId)).length
        await deleteDocument(library, added.documentId, ada)
        died = await purge(added.documentId, dyingAt(step + 1, when)).then(
          () => false,
          (error: unknown) => {
            if (error instanceof Crash) return true
            throw error
          },
        )
        const { completedAt } = await receiptOf(added.documentId)
        if (when === 'before' && died) expect(completedAt, `step ${step}`).toBeNull()
        await purge(added.documentId)
        await expectGone(added)
        const removed = await removedOf(added.documentId)
        expect(removed, `step ${step}`).toEqual({ cache: null, index: passages, passages, originals: 1, answers: 1 })
        expect((await receiptOf(added.documentId)).completedAt).not.toBeNull()
      }
      expect(step).toBeGreaterThan(8)
    },
  )
})
