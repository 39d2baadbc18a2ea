import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { type AddedFile, openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { watchSteps } from '../testing/passed-steps.ts'
import { deleteDocument } from './delete-document.ts'
import { type ProcessVersionDependencies, processVersion } from './process-version.ts'
import { purgeDocument } from './purge-document.ts'
import { getDocument, listDocuments } from './read-documents.ts'
import { findVersion } from './version-progress.ts'

const never = new AbortController().signal
const TEXT = `# The oath\n\n${'The oath of the guard is spoken at dawn. '.repeat(20)}`

let library: TestLibrary
let tenantId: string
let ada: CallContext
let bob: CallContext
beforeAll(async () => {
  library = await openTestLibrary()
})
afterAll(() => library[Symbol.asyncDispose]())
beforeEach(async () => {
  tenantId = await library.database.newTenant()
  const of = (object_id: string) =>
    contextFor({ tenant_id: tenantId, object_id, roles: ['Contributor'] }, { clock: library.clock })
  ada = of('ada')
  bob = of('bob')
})

const process = (
  { versionId }: AddedFile,
  changes: Partial<ProcessVersionDependencies> = {},
  attempt = 1,
  tenant = tenantId,
) =>
  processVersion(
    { ...library, ...changes },
    { tenantId: tenant, versionId },
    { id: `job of ${versionId}`, attempt, signal: never },
  )
const versionOf = async ({ versionId }: AddedFile) =>
  (await findVersion(library.database, { tenantId, versionId }))!.version

/** Parts that take a while, and that note in which state the version was meanwhile. */
function slowParts(added: AddedFile) {
  const states: string[] = []
  const during = async <T>(inMs: number, work: () => Promise<T>): Promise<T> => {
    states.push((await versionOf(added)).state)
    library.clock.advance(inMs)
    return work()
  }
  const { parser, embedder, index } = library
  return {
    states,
    changes: {
      parser: { ...parser, parse: (...given) => during(300, () => parser.parse(...given)) },
      embedder: { ...embedder, embedPassages: (...given) => during(20, () => embedder.embedPassages(...given)) },
      index: { ...index, upsert: (...given) => during(50, () => index.upsert(...given)) },
    } satisfies Partial<ProcessVersionDependencies>,
  }
}

describe('a version on its way', () => {
  it('says where it is, and in the end how long each part took', async () => {
    const added = await library.add({ text: TEXT }, ada)
    library.clock.advance(1_000)
    const { changes, states } = slowParts(added)
    await process(added, changes)
    expect(states).toEqual(['parsing', 'embedding', 'indexing'])
    const { state, timings, attempt, nextTryAt } = await versionOf(added)
    expect({ state, attempt, nextTryAt }).toEqual({ state: 'ready', attempt: 1, nextTryAt: null })
    expect(timings).toEqual({ waiting: 1_000, parsing: 300, embedding: 20, indexing: 50 })
  })

  it('says how long it took to find out that it cannot be read', async () => {
    const added = await library.add({ text: '\0\u0001\0', fileName: 'x.bin' }, ada)
    await process(added, slowParts(added).changes)
    expect(await versionOf(added)).toMatchObject({ state: 'failed', timings: { waiting: 0, parsing: 300 } })
  })

  it('passes its steps in order', async () => {
    using steps = watchSteps(tenantId)
    const added = await library.add({ text: TEXT }, ada)
    await process(added)
    const ofWorker = steps.passed.filter(({ documentId }) => documentId === added.documentId).map(({ step }) => step)
    expect(ofWorker.slice(ofWorker.indexOf('job-taken'))).toEqual([
      'job-taken',
      'original-opened',
      'text-read',
      'indexing-recorded',
      'passages-written',
      'passages-indexed',
      'access-settled',
      'made-current',
      'outdated-removed',
      'job-done',
    ])
  })

  it('is not read again when an earlier attempt got as far as its passages', async () => {
    using steps = watchSteps(tenantId)
    const added = await library.add({ text: TEXT }, ada)
    const index = { ...library.index, upsert: () => Promise.reject(new Error('the disk is full')) }
    await expect(process(added, { index })).rejects.toMatchObject({ message: 'the disk is full', stage: 'indexing' })
    await process(added, {}, 2)
    expect(await versionOf(added)).toMatchObject({ state: 'ready', attempt: 2 })
    expect(steps.passed.filter(({ step }) => step === 'text-read')).toHaveLength(1)
  })

  it('is read again by a worker that reads by other rules, and keeps nothing of the earlier reading', async () => {
    const added = await library.add({ text: TEXT.repeat(10) }, ada)
    const index = {
      ...library.index,
      optimize: () => Promise.reject(new Error('killed')),
      upsert: dieAfter(library.index.upsert),
    }
    await expect(process(added, { index })).rejects.toThrow('killed')
    expect(await library.indexed(tenantId, added.documentId)).not.toHaveLength(0)
    const parser: ProcessVersionDependencies['parser'] = {
      ...library.parser,
      parse: (_request, signal) =>
        library.parser.parse({ bytes: Buffer.from('Short now.'), fileName: 'note.txt' }, signal),
    }
    await process(added, { parser, reader: 'other' }, 2)
    const registered = await library.registered(tenantId, added.documentId)
    expect(registered.map(({ text }) => text)).toEqual(['Short now.'])
    expect(await library.indexed(tenantId, added.documentId)).toEqual(registered.map(({ id }) => id))
  })
})

function dieAfter<Given extends unknown[]>(work: (...given: Given) => Promise<void>) {
  return async (...given: Given): Promise<void> => {
    await work(...given)
    throw new Error('killed')
  }
}

describe('a setback', () => {
  const broken: Partial<ProcessVersionDependencies> = {
    get parser() {
      return { ...library.parser, parse: () => Promise.reject(new Error('the parser is broken')) }
    },
  }

  it('says which attempt it was and when the next one comes; the next attempt clears it', async () => {
    const added = await library.add({ text: TEXT }, ada)
    await expect(process(added, broken)).rejects.toMatchObject({ stage: 'parsing' })
    expect(await getDocument(library.database, added.documentId, ada)).toMatchObject({
      state: 'queued',
      attempt: 1,
      detail: 'Attempt 1 of 5 did not succeed; it is tried again.',
      next_try_at: new Date(library.clock.now() + 2_000).toISOString(),
    })
    library.clock.advance(2_000)
    await process(added, {}, 2)
    const document = await getDocument(library.database, added.documentId, ada)
    expect(document).toMatchObject({ state: 'ready', attempt: 2, detail: null, next_try_at: null })
    expect(document.timings.waiting_ms).toBe(2_000)
  })

  it('of the last attempt ends in a stated failure that leaves no passages', async () => {
    const added = await library.add({ text: TEXT }, ada)
    const index = { ...library.index, upsert: dieAfter(library.index.upsert) }
    await expect(process(added, { index }, 5)).rejects.toMatchObject({ stage: 'indexing' })
    expect(await versionOf(added)).toMatchObject({ state: 'failed', reason: 'internal', nextTryAt: null })
    expect(await library.indexed(tenantId, added.documentId)).toEqual([])
    expect(await library.registered(tenantId, added.documentId)).toEqual([])
  })

  it('is not the fault of the document when its worker stops', async () => {
    const added = await library.add({ text: TEXT }, ada)
    const delivery = { id: 'job', attempt: 5, signal: AbortSignal.abort() }
    await expect(processVersion(library, { tenantId, versionId: added.versionId }, delivery)).rejects.toThrow('aborted')
    expect(await versionOf(added)).toMatchObject({ state: 'queued', reason: null })
  })
})

describe('equal bytes', () => {
  const reads = (steps: Disposable & { readonly passed: readonly { readonly step: string }[] }) =>
    steps.passed.filter(({ step }) => step === 'text-read').length

  const addTwo = async () => [
    await library.add({ text: TEXT, fileName: 'a.md', title: 'For Ada', access: ['user:ada'] }, ada),
    await library.add({ text: TEXT, fileName: 'b.md', access: ['user:bob'] }, bob),
  ]

  it.each([
    ['one after the other', false],
    ['at the same time', true],
  ])(
    'of two documents that are read %s are read once, and each person finds their own only',
    async (_when, together) => {
      using steps = watchSteps(tenantId)
      const [forAda, forBob] = await addTwo()
      if (together) await Promise.all([process(forAda!), process(forBob!)])
      else for (const added of [forAda!, forBob!]) await process(added)
      expect(reads(steps)).toBe(1)
      for (const [context, own] of [
        [ada, forAda!],
        [bob, forBob!],
      ] as const) {
        const { documents } = await listDocuments(library.database, { limit: 10 }, context)
        expect(documents.map(({ id, state }) => [id, state])).toEqual([[own.documentId, 'ready']])
        const access = [`user:${context.principal.object_id}`]
        const partition = { tenantId, generation: library.generation }
        const hits = await library.index.searchLexical(partition, ['oath'], { access }, 10, never)
        expect(new Set(hits.map(({ documentId }) => documentId))).toEqual(new Set([own.documentId]))
      }
      const titles = await Promise.all([
        getDocument(library.database, forAda!.documentId, ada),
        getDocument(library.database, forBob!.documentId, bob),
      ])
      expect(titles.map(({ title }) => title)).toEqual(['For Ada', 'The oath'])
    },
  )

  it('are read again under another end of the name, by other rules, and for another tenant', async () => {
    using steps = watchSteps(tenantId)
    const add = (fileName: string) => library.add({ text: TEXT, fileName }, ada)
    await process(await add('one.md'))
    await process(await add('two.MD'))
    expect(reads(steps)).toBe(1)
    await process(await add('three.txt'))
    expect(reads(steps)).toBe(2)
    await process(await add('four.md'), { reader: 'other' })
    expect(reads(steps)).toBe(3)
    const other = await library.database.newTenant()
    using stepsOfOther = watchSteps(other)
    const eve = contextFor({ tenant_id: other, object_id: 'eve', roles: ['Contributor'] }, { clock: library.clock })
    await process(await library.add({ text: TEXT, fileName: 'one.md' }, eve), {}, 1, other)
    expect(reads(stepsOfOther)).toBe(1)
  })

  it('are read again when the document that was read before is gone', async () => {
    using steps = watchSteps(tenantId)
    const [forAda, forBob] = await addTwo()
    await process(forAda!)
    await deleteDocument(library, forAda!.documentId, ada)
    await purgeDocument(library, { tenant_id: tenantId, document_id: forAda!.documentId })
    await process(forBob!)
    expect(reads(steps)).toBe(2)
    expect(await versionOf(forBob!)).toMatchObject({ state: 'ready' })
  })

  it('are read by the second when the first one fails meanwhile', async () => {
    const [forAda, forBob] = await addTwo()
    const begun = Promise.withResolvers<void>()
    const fail = Promise.withResolvers<never>()
    const parser: ProcessVersionDependencies['parser'] = {
      ...library.parser,
      parse: () => {
        begun.resolve()
        return fail.promise
      },
    }
    const first = process(forAda!, { parser })
    await begun.promise
    const second = process(forBob!)
    fail.reject(new Error('broken'))
    await expect(first).rejects.toThrow('broken')
    await second
    expect(await versionOf(forBob!)).toMatchObject({ state: 'ready' })
  })
})
