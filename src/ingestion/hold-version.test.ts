import { randomUUID } from 'node:crypto'
import { and, count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import { contextFor, createManualClock } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { claimVersion, type Hold, HoldLost, recordProgress, releaseVersion } from './hold-version.ts'
import { makeCurrent } from './make-current.ts'
import { parseDocument } from './parse-document.ts'
import { processVersion } from './process-version.ts'
import { findVersion, type VersionKey } from './version-progress.ts'
import { registerPassages } from './write-version.ts'

const LONGER_THAN_A_HOLD_IN_MS = 60_000
const never = new AbortController().signal

let library: TestLibrary
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
  tenantId = await library.database.newTenant()
})
afterAll(() => library[Symbol.asyncDispose]())

async function addVersion(changes: Partial<typeof documentVersions.$inferInsert> = {}): Promise<VersionKey> {
  const [documentId, versionId] = [randomUUID(), randomUUID()]
  const document = { tenantId, id: documentId, source: 's', externalId: documentId, title: 't', access: ['everyone'] }
  await library.database.system.insert(documents).values({ ...document, newestVersion: 1, createdBy: 'u' })
  const version = { tenantId, id: versionId, documentId, version: 1, sha256: 'x', sizeInBytes: 1, fileName: 'f' }
  const row = { ...version, mediaType: 'text/plain', state: 'queued', ...changes }
  await library.database.system.insert(documentVersions).values(row)
  return { tenantId, versionId }
}

const claim = (key: VersionKey, job: string, attempt: number, clock = library.clock) =>
  claimVersion(library.database.forTenant(tenantId), { ...key, job, attempt }, {}, clock)
const rowOf = async (key: VersionKey) => (await findVersion(library.database, key))!.version

describe('who may work on a version', () => {
  it('is a later delivery of the same job, and never an earlier one', async () => {
    const key = await addVersion()
    expect(await claim(key, 'job', 2)).toMatchObject({ state: 'parsing', job: 'job', attempt: 2 })
    expect(await claim(key, 'job', 1)).toBeNull()
    expect(await claim(key, 'job', 2)).toBeNull()
    expect(await claim(key, 'job', 3)).toMatchObject({ attempt: 3 })
  })

  it('is another job only when the worker before gave no sign of life for long', async () => {
    const clock = createManualClock()
    const key = await addVersion()
    await claim(key, 'one', 1, clock)
    expect(await claim(key, 'two', 1, clock)).toBeNull()
    clock.advance(LONGER_THAN_A_HOLD_IN_MS)
    expect(await claim(key, 'two', 1, clock)).toMatchObject({ job: 'two' })
    expect(await claim(key, 'one', 1, clock)).toBeNull()
  })

  it('is another job at once when the worker before let go', async () => {
    const key = await addVersion()
    await claim(key, 'one', 1)
    const orm = library.database.forTenant(tenantId)
    await releaseVersion(orm, { ...key, job: 'one', attempt: 1 }, { state: 'queued' }, library.clock)
    expect(await claim(key, 'two', 1)).toMatchObject({ job: 'two' })
  })

  it('is nobody once the version has ended, except for a new job after a failure of ours', async () => {
    for (const ended of [
      { state: 'ready' },
      { state: 'deleted' },
      { state: 'needs_ocr' },
      { state: 'failed', reason: 'corrupt' },
    ])
      expect(await claim(await addVersion({ ...ended, job: 'old' }), 'new', 1)).toBeNull()
    const cancelled = await addVersion({ state: 'failed', reason: 'cancelled' })
    expect(await claim(cancelled, 'new', 1)).toBeNull()
    const failed = await addVersion({ state: 'failed', reason: 'internal', job: 'old', attempt: 5 })
    expect(await claim(failed, 'old', 6)).toBeNull()
    expect(await claim(failed, 'new', 1)).toMatchObject({ state: 'parsing', reason: null })
  })
})

describe('a worker that was overtaken', () => {
  /** Every kind of write that a worker makes. */
  const writes: readonly ((hold: Hold) => Promise<unknown>)[] = [
    (hold) => recordProgress(library.database.forTenant(tenantId), hold, { state: 'indexing' }, library.clock),
    (hold) =>
      releaseVersion(
        library.database.forTenant(tenantId),
        hold,
        { state: 'failed', reason: 'internal' },
        library.clock,
      ),
    async (hold) => {
      const found = (await findVersion(library.database, hold))!
      const chunk = { ordinal: 0, text: 'stale', start: 0, end: 5, page: null, pageEnd: null, heading: [], tokens: 1 }
      const { id: versionId, documentId, version, mediaType, createdAt: updatedAt } = found.version
      const of = {
        tenantId,
        documentId,
        versionId,
        version,
        mediaType,
        updatedAt,
        title: 't',
        access: [],
        collection: null,
      }
      await registerPassages(library, hold, [{ of, chunk }], { reader: 'stale' }, never)
    },
    async (hold) => {
      const found = (await findVersion(library.database, hold))!
      await makeCurrent(library, found, hold, { generation: library.generation, title: 'stale', passages: 1 })
    },
  ]

  it('writes nothing any more: of 1,000 writes none is accepted', { timeout: 60_000 }, async () => {
    const keys = await Promise.all(Array.from({ length: 25 }, () => addVersion()))
    let accepted = 0
    for (const key of keys) {
      await claim(key, 'job', 11)
      const before = await rowOf(key)
      for (let attempt = 1; attempt <= 10; attempt++)
        for (const write of writes) {
          const hold = { ...key, job: 'job', attempt }
          await expect(write(hold).then(() => (accepted += 1))).rejects.toBeInstanceOf(HoldLost)
        }
      expect(await rowOf(key)).toEqual(before)
    }
    expect(accepted).toBe(0)
    const [stale] = await library.database.system
      .select({ rows: count() })
      .from(passages)
      .where(eq(passages.text, 'stale'))
    expect(stale).toEqual({ rows: 0 })
  })
})

describe('messages that are delivered again and again', () => {
  const DOCUMENTS = 100
  const DELIVERIES_EACH = 10
  const WORKERS = 4

  it('1,000 times in any order to four workers at once make 100 versions', { timeout: 120_000 }, async () => {
    const ada = contextFor({ tenant_id: tenantId, object_id: 'ada', roles: ['Contributor'] }, { clock: library.clock })
    const added = await Promise.all(
      Array.from({ length: DOCUMENTS }, (_, n) =>
        library.add(
          { text: `# Note ${n}\n\nThe seal of note ${n} is kept in a safe place.`, fileName: `note-${n}.md` },
          ada,
        ),
      ),
    )
    const made: string[] = []
    await library.bus.subscribe('document-ingested', 'count', async ({ document_id }) => void made.push(document_id))
    const deliveries = shuffled(
      added.flatMap(({ versionId }) =>
        Array.from({ length: DELIVERIES_EACH }, (_, n) => ({ versionId, attempt: n + 1 })),
      ),
    )
    // In this process: what is looked at is who writes, not what a hostile file can do.
    const parser = {
      ...library.parser,
      parse: ({ bytes, fileName }: { bytes: Uint8Array; fileName: string }) => parseDocument(bytes, fileName),
    }
    const worker = async (): Promise<void> => {
      for (let next = deliveries.pop(); next !== undefined; next = deliveries.pop()) {
        const { versionId, attempt } = next
        const delivery = { id: `job of ${versionId}`, attempt, signal: never }
        await processVersion({ ...library, parser }, { tenantId, versionId }, delivery)
      }
    }
    await Promise.all(Array.from({ length: WORKERS }, worker))
    await expect.poll(() => made.length).toBeGreaterThanOrEqual(DOCUMENTS)
    expect(made.toSorted()).toEqual(added.map(({ documentId }) => documentId).toSorted())
    for (const { versionId, documentId } of added) {
      const version = await rowOf({ tenantId, versionId })
      expect(version).toMatchObject({ state: 'ready', passages: 1 })
      const ofDocument = and(eq(passages.tenantId, tenantId), eq(passages.documentId, documentId))
      expect(await library.database.system.select({ rows: count() }).from(passages).where(ofDocument)).toEqual([
        { rows: 1 },
      ])
      expect(await library.indexed(tenantId, documentId)).toHaveLength(1)
    }
  })
})

/** In an order that is the same at every run. */
function shuffled<T>(items: readonly T[]): T[] {
  const rest = [...items]
  let seed = 20_260_302
  for (let i = rest.length - 1; i > 0; i--) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    const j = seed % (i + 1)
    const [a, b] = [rest[i]!, rest[j]!]
    rest[i] = b
    rest[j] = a
  }
  return rest
}
