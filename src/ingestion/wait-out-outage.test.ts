import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { type AddedFile, openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { type ProcessVersionDependencies, processVersion } from './process-version.ts'
import { getDocument } from './read-documents.ts'
import { findVersion } from './version-progress.ts'
import { createOutageLog } from './wait-out-outage.ts'

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

const add = () => library.add({ text: `The key of chest ${++names} is with the guard.`, fileName: `${names}.txt` }, ada)
const versionOf = async ({ versionId }: AddedFile) =>
  (await findVersion(library.database, { tenantId, versionId }))!.version

let lines: { readonly level: number; readonly msg: string; readonly missing?: readonly string[] }[]
beforeEach(() => {
  lines = []
})

/** A part of which nothing works while it is out. */
function outOf<T extends object>(part: T, isOut: () => boolean): T {
  return new Proxy(part, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...given: unknown[]) =>
        isOut() ? Promise.reject(new Error('connection refused')) : (Reflect.apply(value, target, given) as unknown)
    },
  })
}

interface Attempt {
  readonly attempt?: number
  /** For so long nothing comes back. */
  readonly outageInMs: number
  readonly whileOut?: () => Promise<void>
}

/** Process a version while a part is out for a time that the manual clock measures: waiting moves it. */
async function processDuring(
  added: readonly AddedFile[],
  changes: (isOut: () => boolean) => Partial<ProcessVersionDependencies>,
  { attempt = 1, outageInMs, whileOut }: Attempt,
): Promise<void> {
  const backAt = library.clock.now() + outageInMs
  const dependencies: ProcessVersionDependencies = {
    ...library,
    ...changes(() => library.clock.now() < backAt),
    outages: createOutageLog(pino({ base: null }, { write: (line) => void lines.push(JSON.parse(line)) })),
    pause: async (inMs) => {
      await whileOut?.()
      library.clock.advance(inMs)
    },
  }
  const signal = new AbortController().signal
  await Promise.all(
    added.map(({ versionId }) =>
      processVersion(dependencies, { tenantId, versionId }, { id: `job of ${versionId}`, attempt, signal }),
    ),
  )
}

describe('an outage of a minute', () => {
  it.each<[string, string, (isOut: () => boolean) => Partial<ProcessVersionDependencies>]>([
    ['index', 'The search index', (isOut) => ({ index: outOf(library.index, isOut) })],
    ['embedding model', 'The embedding model', (isOut) => ({ embedder: outOf(library.embedder, isOut) })],
    ['store of originals', 'The store of originals', (isOut) => ({ blobs: outOf(library.blobs, isOut) })],
  ])(
    'of the %s is waited out with one delivery, and the document says what it waits for',
    async (_part, name, changes) => {
      const added = await add()
      const said: (string | null)[] = []
      const whileOut = async () => {
        const { detail, next_try_at } = await getDocument(library.database, added.documentId, ada)
        expect(Date.parse(next_try_at!)).toBeGreaterThan(library.clock.now())
        said.push(detail)
      }
      await processDuring([added], changes, { outageInMs: 60_000, whileOut })
      expect(said[0]).toMatch(
        new RegExp(`^${name} is not available; it is tried again at \\d\\d:\\d\\d:\\d\\d UTC\\.$`),
      )
      expect(said.length).toBeLessThan(15)
      expect(await versionOf(added)).toMatchObject({ state: 'ready', attempt: 1, detail: null, nextTryAt: null })
    },
  )

  it('is logged once when it begins and once when it is over, however many documents meet it', async () => {
    const added = [await add(), await add(), await add()]
    await processDuring(added, (isOut) => ({ index: outOf(library.index, isOut) }), { outageInMs: 60_000 })
    expect(lines.map(({ msg, missing }) => [msg, missing])).toEqual([
      ['reading documents waits for a part that is not available', ['The search index']],
      ['everything that reading documents needs is available again', undefined],
    ])
  })
})

describe('an outage that goes on for long', () => {
  it('gives the job back after a quarter of an hour, and even the last delivery is not held against the document', async () => {
    const added = await add()
    const change = (isOut: () => boolean) => ({ index: outOf(library.index, isOut) })
    const startedAt = library.clock.now()
    const processing = processDuring([added], change, { attempt: 5, outageInMs: 3_600_000 })
    await expect(processing).rejects.toMatchObject({ stage: 'indexing', message: 'connection refused' })
    expect(library.clock.now() - startedAt).toBeGreaterThanOrEqual(15 * 60_000)
    expect(library.clock.now() - startedAt).toBeLessThan(16 * 60_000)
    expect(await versionOf(added)).toMatchObject({ state: 'queued', reason: null })
  })
})

describe('an error while every part answers', () => {
  it('is not waited for', async () => {
    const added = await add()
    const index = { ...library.index, upsert: () => Promise.reject(new Error('a row is too long')) }
    const processing = processDuring([added], () => ({ index }), { outageInMs: 0 })
    await expect(processing).rejects.toMatchObject({ stage: 'indexing', message: 'a row is too long' })
    expect(lines).toEqual([])
  })
})
