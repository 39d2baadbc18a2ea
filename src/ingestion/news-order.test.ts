import { Readable } from 'node:stream'
import { and, desc, eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import { isProblem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { deleteByIdentity } from './delete-by-identity.ts'
import { deleteDocument } from './delete-document.ts'
import { getDocument } from './read-documents.ts'
import { type RegisteredUpload, registerUpload } from './register-upload.ts'

let library: TestLibrary
let tenantId: string
const SOURCE = 'drive'
/** FOOTNOTE_TEST_ORDERS=1000 is what was promised; a tenth of it finds what breaks, in a tenth of the time. */
const ORDERS = Number(process.env['FOOTNOTE_TEST_ORDERS'] ?? 100)
const TEXTS = ['one', 'two', 'three', 'four']
const hashes: string[] = []

beforeAll(async () => {
  library = await openTestLibrary()
})
afterAll(() => library[Symbol.asyncDispose]())
beforeEach(async () => {
  tenantId = await library.database.newTenant()
  hashes.length = 0
  for (const text of TEXTS) hashes.push(await store(text))
})

const person = (object_id = 'ada', more: Partial<Principal> = {}): CallContext =>
  contextFor({ tenant_id: tenantId, object_id, roles: ['Contributor'], ...more }, { clock: library.clock })

async function store(text: string): Promise<string> {
  const options = { signal: new AbortController().signal, maximumBytes: 1_000 }
  return (await library.blobs.put(tenantId, Readable.from([Buffer.from(text)]), options)).sha256
}

/** Minutes before the moment of the test, as the clock of the source shows them. */
const minutesAgo = (minutes: number) => new Date(library.clock.now() - minutes * 60_000)

interface News {
  readonly externalId: string
  /** Which of the texts; null for a deletion. */
  readonly text: number | null
  readonly changedAt: Date | null
}

async function tell({ externalId, text, changedAt }: News, by = person()): Promise<RegisteredUpload | null> {
  const named = { source: SOURCE, externalId, changedAt }
  if (text === null) {
    await deleteByIdentity(library, named, by)
    return null
  }
  const said = { fileName: 'a.txt', title: null, collection: null, access: null, mediaType: 'text/plain' }
  return registerUpload(library, { ...named, ...said, sha256: hashes[text] ?? '', sizeInBytes: 3 }, by)
}

/** Like a source that does not care whether its news came late. */
async function deliver(news: News): Promise<void> {
  try {
    await tell(news)
  } catch (error) {
    if (!isProblem(error) || error.code !== 'news-overtaken') throw error
  }
}

/** The bytes of the document that a source calls so; null when there is none. */
async function standing(externalId: string): Promise<string | null> {
  const same = and(eq(documents.tenantId, tenantId), eq(documents.source, SOURCE), eq(documents.externalId, externalId))
  const belongs = and(eq(documentVersions.tenantId, documents.tenantId), eq(documentVersions.documentId, documents.id))
  const rows = await library.database.system
    .select()
    .from(documents)
    .innerJoin(documentVersions, belongs)
    .where(same)
    .orderBy(desc(documentVersions.version))
  const [alive, ...others] = new Set(
    rows.filter((row) => row.documents.deletedAt === null).map((row) => row.documents.id),
  )
  expect(others).toEqual([])
  const newest = rows.find((row) => row.documents.id === alive)
  return newest?.document_versions.sha256 ?? null
}

describe('news of one document', () => {
  it(`lead to what its source told last, in ${ORDERS} orders, however often each is delivered`, async () => {
    /** What the source tells, oldest first. */
    const stories = fc.array(fc.option(fc.nat({ max: TEXTS.length - 1 }), { nil: null }), {
      minLength: 2,
      maxLength: 4,
    })
    const orders = stories.chain((story) => {
      const all = story.map((_, i) => i)
      const repeated = fc.array(fc.constantFrom(...all), { maxLength: 2 })
      const shuffled = repeated.chain((more) =>
        fc.shuffledSubarray([...all, ...more], { minLength: all.length + more.length }),
      )
      return fc.record({ story: fc.constant(story), order: shuffled })
    })
    let run = 0
    await fc.assert(
      fc.asyncProperty(orders, async ({ story, order }) => {
        const externalId = `file-${++run}`
        for (const i of order)
          await deliver({ externalId, text: story[i] ?? null, changedAt: minutesAgo(story.length - i) })
        const last = story.at(-1) ?? null
        expect(await standing(externalId)).toBe(last === null ? null : hashes[last])
      }),
      { numRuns: ORDERS },
    )
  }, 300_000)

  const OVERTAKEN = { code: 'news-overtaken' }
  const change = (text: number, changedAt: Date | null) => ({ externalId: 'a', text, changedAt })
  const deletion = (changedAt: Date | null) => ({ externalId: 'a', text: null, changedAt })

  it('of a change that comes after a later deletion are refused, even where nobody knew the document', async () => {
    await tell(deletion(minutesAgo(5)))
    await expect(tell(change(0, minutesAgo(6)))).rejects.toMatchObject(OVERTAKEN)
    expect(await standing('a')).toBeNull()
    expect(await tell(change(0, minutesAgo(4)))).toMatchObject({ changed: true })
    expect(await standing('a')).toBe(hashes[0])
  })

  it('of a deletion that comes after a later change are refused, and acknowledged by nobody', async () => {
    await tell(change(0, minutesAgo(4)))
    await expect(tell(deletion(minutesAgo(5)))).rejects.toMatchObject(OVERTAKEN)
    expect(await standing('a')).toBe(hashes[0])
  })

  it('of a change that comes after a later change leave the document as it is', async () => {
    const first = await tell(change(1, minutesAgo(4)))
    expect(await tell(change(0, minutesAgo(5)))).toEqual({
      documentId: first?.documentId,
      changed: false,
      queued: false,
    })
    expect(await standing('a')).toBe(hashes[1])
  })

  it('of the same moment let the deletion hold, whichever comes first', async () => {
    const at = minutesAgo(5)
    await tell(change(0, at))
    await tell(deletion(at))
    await deliver(change(0, at))
    expect(await standing('a')).toBeNull()
  })

  it('that say nothing of a time count as of now', async () => {
    await tell(change(0, null))
    await deliver(change(1, minutesAgo(1)))
    expect(await standing('a')).toBe(hashes[0])
    await tell(deletion(null))
    await deliver(change(1, minutesAgo(1)))
    expect(await standing('a')).toBeNull()
    await tell(change(2, null))
    expect(await standing('a')).toBe(hashes[2])
  })

  it('that change nothing are news all the same: a deletion from before them is overtaken', async () => {
    await tell(change(0, minutesAgo(9)))
    expect(await tell(change(0, minutesAgo(5)))).toMatchObject({ changed: false })
    await expect(tell(deletion(minutesAgo(7)))).rejects.toMatchObject(OVERTAKEN)
  })

  it('do not bring back what a person deleted, until the source tells something newer', async () => {
    const first = await tell(change(0, minutesAgo(5)))
    await deleteDocument(library, first?.documentId ?? '', person())
    await expect(tell(change(0, minutesAgo(5)))).rejects.toMatchObject(OVERTAKEN)
    await expect(tell(change(1, minutesAgo(1)))).rejects.toMatchObject(OVERTAKEN)
    library.clock.advance(60_000)
    const second = await tell(change(1, new Date(library.clock.now())))
    expect(second?.documentId).not.toBe(first?.documentId)
  })

  it('from a clock that is far ahead do not shut out what comes later', async () => {
    await tell(deletion(new Date('2999-01-01')))
    library.clock.advance(600_000)
    await tell(change(0, new Date(library.clock.now())))
    expect(await standing('a')).toBe(hashes[0])
  })

  it('that say nothing of a time follow those of a clock that is ahead', async () => {
    await tell(change(0, new Date(library.clock.now() + 60_000)))
    await tell(change(1, null))
    expect(await standing('a')).toBe(hashes[1])
    await tell(deletion(null))
    expect(await standing('a')).toBeNull()
  })

  it('delete nothing of somebody else, and do not tell that there is something', async () => {
    const { documentId } = (await tell(change(0, minutesAgo(5)))) ?? { documentId: '' }
    expect(await tell(deletion(null), person('bob'))).toBeNull()
    expect(await tell({ ...deletion(null), externalId: 'unknown' }, person('bob'))).toBeNull()
    expect(await getDocument(library.database, documentId, person())).toMatchObject({ version: 1 })
    await expect(tell(change(1, null), person('bob'))).rejects.toMatchObject({ code: 'document-not-found' })
  })

  it('that come together lead to one state that one of them described', async () => {
    const at = [minutesAgo(3), minutesAgo(2), minutesAgo(1)] as const
    for (const [i, lastIsDeletion] of [false, true, false, true].entries()) {
      const externalId = `together-${i}`
      const [first, second, third] = lastIsDeletion ? [0, 1, null] : [0, null, 1]
      await Promise.all([
        deliver({ externalId, text: third ?? null, changedAt: at[2] }),
        deliver({ externalId, text: first ?? null, changedAt: at[0] }),
        deliver({ externalId, text: second ?? null, changedAt: at[1] }),
      ])
      expect(await standing(externalId)).toBe(lastIsDeletion ? null : hashes[1])
    }
  })

  it('keep the deletion of a document by its id and an upload to its name apart, whichever is first', async () => {
    for (let i = 0; i < 5; i += 1) {
      const externalId = `race-${i}`
      const known = await tell({ externalId, text: 0, changedAt: null })
      const [, renewed] = await Promise.all([
        deleteDocument(library, known?.documentId ?? '', person()),
        tell({ externalId, text: 1, changedAt: null }),
      ])
      const isNew = renewed?.documentId !== known?.documentId
      expect(await standing(externalId)).toBe(isNew ? hashes[1] : null)
    }
  })
})
