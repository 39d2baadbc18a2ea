import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../../contracts/call-context.ts'
import type { ActivateGeneration } from '../../contracts/index-generations.ts'
import { accessEntriesOf } from '../../contracts/principal.ts'
import { createCase } from '../../orchestration/golden/write-cases.ts'
import { answers, documents, generations, indexGaps, tenants } from '../../platform/database/schema.ts'
import { createActiveGenerations } from '../../platform/index-generations/active-generation.ts'
import { createRetrieval } from '../../retrieval/retrieval.ts'
import { contextFor } from '../../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../../testing/open-test-library.ts'
import { watchGenerations } from '../../testing/watch-generations.ts'
import { changeDocumentAccess } from '../change-access.ts'
import { deleteDocument } from '../delete-document.ts'
import { ensureGeneration } from '../ensure-generation.ts'
import { indexAccess } from '../index-access.ts'
import { loadTexts } from '../load-texts.ts'
import { makeCurrent } from '../make-current.ts'
import { processVersion } from '../process-version.ts'
import { purgeDocument } from '../purge-document.ts'
import { findVersion } from '../version-progress.ts'
import { activateGeneration } from './activate-generation.ts'
import { fillGeneration, resumeFilling, workOffFillJob } from './fill-generation.ts'
import { listGenerations } from './list-generations.ts'
import { FILL_QUEUE } from './record-gaps.ts'
import { KEPT_FOR_IN_MS, removeExpired, removeGeneration } from './remove-generation.ts'
import { startRebuild } from './start-rebuild.ts'

let library: TestLibrary
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
})
beforeEach(async () => {
  tenantId = await library.database.newTenant()
})
afterAll(() => library[Symbol.asyncDispose]())

const never = new AbortController().signal
const person = (object_id: string, roles: CallContext['principal']['roles'] = ['Admin']) =>
  contextFor({ tenant_id: tenantId, object_id, roles }, { clock: library.clock })
const ada = () => person('ada', ['Contributor'])
const admin = () => person('root')
const partition = (generation: string) => ({ tenantId, generation })
const fill = (generation: string) => fillGeneration(library, partition(generation), never)
/** A process with another embedding model than the library's: the vectors are the same, what they are called is not. */
const elsewhere = () => ({
  ...library,
  embedder: { ...library.embedder, fingerprint: 'another-1' },
  generation: 'another',
})

function dependenciesOf(own: Pick<TestLibrary, 'embedder' | 'generation'> = library) {
  const parts = { ...library, embedder: own.embedder, generation: own.generation }
  return {
    ...parts,
    search: async (generation: string, query: string, context: CallContext) => {
      const { passages } = await createRetrieval({
        ...parts,
        wordVectors: library.embedder,
        generationOf: async () => generation,
      }).search({ query, top_k: 5 }, context)
      return passages.map((passage) => ({
        passageId: passage.passage_id,
        documentId: passage.document_id,
        externalId: passage.external_id,
      }))
    },
  }
}
const activate = (id: string, more: Partial<ActivateGeneration> = {}, dependencies = dependenciesOf()) =>
  activateGeneration(dependencies, { id, ...more }, person('root'))

/** Many texts, each about something of its own, in the active generation. */
async function addTexts(count: number): Promise<void> {
  const texts = Array.from({ length: count }, (_, n) => ({
    externalId: `text-${n}`,
    title: `Room ${n}`,
    text: `The lamp of room${n} is ${['green', 'blue', 'red'][n % 3]}. `.repeat(3),
  }))
  await loadTexts(library, 'loaded', texts, person('loader'))
}

async function addReady(text: string, fileName = `${randomUUID()}.txt`) {
  const added = await library.add({ text, fileName, access: ['user:ada', 'everyone'] }, ada())
  await processVersion(library, { tenantId, versionId: added.versionId }, { id: 'job', attempt: 1, signal: never })
  return added
}

async function built(): Promise<string> {
  const id = await startRebuild(library, admin())
  expect(await fill(id)).toBe('complete')
  return id
}

/** Everything that a generation holds, as one list. */
async function contentOf(generation: string): Promise<string[]> {
  const versions: string[] = []
  for await (const { versionId, passages } of library.index.listVersions(partition(generation), never))
    versions.push(`${versionId} ${passages}`)
  return versions
}
async function gapsOf(generation: string): Promise<number> {
  const own = and(eq(indexGaps.tenantId, tenantId), eq(indexGaps.generation, generation))
  return (await library.database.system.select().from(indexGaps).where(own)).length
}
async function rowOf(id: string) {
  const own = and(eq(generations.tenantId, tenantId), eq(generations.id, id))
  const [row] = await library.database.system.select().from(generations).where(own)
  return row
}
const list = async () => (await listGenerations(library, { limit: 50 }, person('root'))).generations
const stateOf = async (id: string) => (await list()).find((generation) => generation.id === id)?.state
const epoch = async () =>
  (await library.database.system.select().from(tenants).where(eq(tenants.id, tenantId)))[0]!.libraryEpoch

describe('a new generation', () => {
  it('is built beside the active one, which goes on answering, and holds the same in the end', async () => {
    await addTexts(7)
    const id = await startRebuild(library, admin())
    expect(await list()).toMatchObject([
      { id, state: 'building', documents: 7, documents_to_do: 7, passages: 0 },
      { id: library.generation, state: 'active', passages: 7 },
    ])
    expect(await fill(id)).toBe('complete')
    expect(await list()).toMatchObject([{ state: 'ready', documents_to_do: 0, passages: 7 }, { state: 'active' }])
    expect(await contentOf(id)).toEqual(await contentOf(library.generation))
  })

  it('goes on where it was when the process died, by a job of its own', async () => {
    await addTexts(120)
    const id = await startRebuild(library, admin())
    const killed = new AbortController()
    const onProgress = () => killed.abort(new Error('killed'))
    await expect(fillGeneration(library, partition(id), killed.signal, { onProgress })).rejects.toThrow('killed')
    expect(await gapsOf(id)).toBe(70)
    expect(await library.bus.isPending(FILL_QUEUE, { generation: id })).toBe(true)
    await workOffFillJob(library, { tenant_id: tenantId, generation: id }, never)
    expect([await gapsOf(id), await stateOf(id)]).toEqual([0, 'ready'])
    expect(await contentOf(id)).toEqual(await contentOf(library.generation))
  })

  it('is not begun twice, and not used before it is complete', async () => {
    await addTexts(2)
    const id = await startRebuild(library, admin())
    await expect(startRebuild(library, admin())).rejects.toMatchObject({ code: 'not-allowed-now' })
    await expect(activate(id)).rejects.toMatchObject({ code: 'not-allowed-now' })
    expect(await stateOf(library.generation)).toBe('active')
  })

  it('takes along what is added, changed, deleted and hidden while it is built', async () => {
    const [changed, deleted, hidden] = [
      await addReady('The lamp is green. '.repeat(9), 'changed.txt'),
      await addReady('The door is red. '.repeat(9)),
      await addReady('The safe is blue. '.repeat(9)),
    ]
    const id = await startRebuild(library, admin())
    const newer = await addReady('The lamp is yellow now. '.repeat(90), 'changed.txt')
    await addReady('The roof is white. '.repeat(9))
    await deleteDocument(library, deleted.documentId, ada())
    await purgeDocument(library, { tenant_id: tenantId, document_id: deleted.documentId })
    expect(await fill(id)).toBe('complete')
    await changeDocumentAccess(library, hidden.documentId, { access: ['user:bob'] }, person('root'))
    await indexAccess(library, { tenant_id: tenantId, document_id: hidden.documentId }, never)
    expect(await gapsOf(id)).toBe(0)
    expect(await contentOf(id)).toEqual(await contentOf(library.generation))
    expect((await contentOf(id)).some((line) => line.startsWith(newer.versionId))).toBe(true)
    expect((await contentOf(id)).some((line) => line.startsWith(changed.versionId))).toBe(false)
    const vector = await library.embedder.embedQuery('safe', never)
    const scope = { access: accessEntriesOf(ada().principal), documentIds: [hidden.documentId] }
    expect(await library.index.searchVector(partition(id), vector, scope, 5, never)).toEqual([])
  })

  it('loses no change that comes while a document is being written', async () => {
    const added = await addReady('The lamp is green. '.repeat(9), 'note.txt')
    const id = await startRebuild(library, admin())
    let newer: { readonly versionId: string } | null = null
    const index = {
      ...library.index,
      upsert: async (...given: Parameters<typeof library.index.upsert>) => {
        if (newer === null) newer = await addReady('The lamp is yellow. '.repeat(90), 'note.txt')
        await library.index.upsert(...given)
      },
    }
    expect(await fillGeneration({ ...library, index }, partition(id), never)).toBe('complete')
    expect(newer!.versionId).not.toBe(added.versionId)
    expect(await contentOf(id)).toEqual(await contentOf(library.generation))
  })
})

describe('the switch', () => {
  it('outdates cached answers, keeps the old one in step, and goes back', async () => {
    await addTexts(4)
    const id = await built()
    const before = await epoch()
    await activate(id)
    expect(await epoch()).toBe(before + 1)
    expect([await stateOf(id), await stateOf(library.generation)]).toEqual(['active', 'retired'])
    await addReady('The roof is white. '.repeat(9))
    expect(await gapsOf(library.generation)).toBe(1)
    expect(await resumeFilling(library, tenantId)).toBe(1)
    await fill(library.generation)
    expect(await contentOf(library.generation)).toEqual(await contentOf(id))
    await addReady('The gate is white. '.repeat(9))
    await activate(library.generation)
    expect([await stateOf(id), await gapsOf(library.generation)]).toEqual(['retired', 0])
    await fill(id)
    expect(await contentOf(library.generation)).toEqual(await contentOf(id))
  })

  it('lets no version become current that was written to the generation before', async () => {
    await addTexts(1)
    const id = await built()
    const { versionId } = await library.add({ text: 'The roof is white. '.repeat(9), access: ['user:ada'] }, ada())
    let moved = false
    const index = {
      ...library.index,
      upsert: async (...given: Parameters<typeof library.index.upsert>) => {
        await library.index.upsert(...given)
        if (!moved) await activate(id)
        moved = true
      },
    }
    await processVersion({ ...library, index }, { tenantId, versionId }, { id: 'job', attempt: 1, signal: never })
    const found = (await findVersion(library.database, { tenantId, versionId }))!
    expect(found.version.state).toBe('ready')
    expect((await contentOf(id)).some((line) => line.startsWith(versionId))).toBe(true)
    const hold = { tenantId, versionId, job: 'job', attempt: 1 }
    const stale = { title: 't', passages: 1, generation: library.generation }
    await expect(makeCurrent(library, found, hold, stale)).rejects.toThrow()
  })

  it('gives no empty and no mixed answer, however often it happens', { timeout: 60_000 }, async () => {
    await addTexts(30)
    let [active, other] = [library.generation, await built()]
    const watched = watchGenerations(library.index)
    const generationOf = createActiveGenerations(library.database, library)
    const retrieval = createRetrieval({ ...library, wordVectors: library.embedder, index: watched.index, generationOf })
    const stop = new AbortController()
    const seen = new Set<string>()
    const wrong: string[] = []
    const ask = async (n: number) => {
      for (let i = n; !stop.signal.aborted; i++) {
        const search = () => retrieval.search({ query: `lamp of room${i % 30}`, top_k: 5 }, person('reader'))
        const { result, read } = await watched.watch(search)
        seen.add(result.generation)
        if (result.passages[0]?.external_id !== `text-${i % 30}`) wrong.push(`${i}: empty or another`)
        if (read.size !== 1 || !read.has(result.generation)) wrong.push(`${i}: ${[...read].join()}`)
      }
    }
    const asking = [ask(0), ask(11)]
    for (let n = 0; n < 5; n++) {
      await activate(other)
      ;[active, other] = [other, active]
      const { result } = await watched.watch(() => retrieval.search({ query: 'lamp', top_k: 5 }, person('reader')))
      expect(result.generation).toBe(active)
    }
    stop.abort()
    await Promise.all(asking)
    expect(wrong).toEqual([])
    expect(seen.size).toBe(2)
  })
})

describe('a generation that finds worse', () => {
  const ask = async (n: number) => {
    const row = { objectId: 'ada', requestId: `r${n}`, outcome: 'answered', durationInMs: 1 }
    const query = `Which colour has the lamp of room${n}?`
    await library.database.system.insert(answers).values({ tenantId, id: randomUUID(), query, ...row })
  }
  const golden = [0, 1, 2].map((n) => ({ query: `lamp of room${n}`, documents: [`text-${n}`] }))

  /** A generation that lost all but one document: a fault in building it. */
  async function builtBadly(): Promise<string> {
    const id = await built()
    const [, ...others] = await contentOf(id)
    await library.index.removeVersions(
      partition(id),
      others.map((line) => line.slice(0, 36)),
    )
    return id
  }

  it('is refused with the figures, unless somebody says why it must be', async () => {
    await addTexts(12)
    for (const n of [0, 1, 2, 2]) await ask(n)
    const id = await builtBadly()
    await expect(activate(id)).rejects.toMatchObject({
      code: 'not-allowed-now',
      extensions: { comparison: { questions: 3, reference: 'active', overlap_at_5: expect.any(Number) } },
    })
    await expect(activate(id, { override: true })).rejects.toMatchObject({ code: 'invalid-request' })
    expect(await stateOf(library.generation)).toBe('active')
    await activate(id, { override: true, reason: 'a trial' })
    expect((await list()).find((generation) => generation.id === id)).toMatchObject({
      state: 'active',
      override: { by: 'root', reason: 'a trial' },
      comparison: { questions: 3 },
    })
  })

  it('is refused when it misses golden questions that the active one answers', async () => {
    await addTexts(12)
    const id = await builtBadly()
    await expect(activate(id, { golden })).rejects.toThrow('of 3 golden questions, the active one for 100 %')
    expect((await rowOf(id))?.comparison?.golden).toMatchObject({ questions: 3, activeHitAt5: 1 })
  })

  it('is refused when it misses the accepted golden questions, which nobody has to bring along', async () => {
    await addTexts(12)
    for (const n of [0, 1, 2]) {
      const evidence = [{ external_id: `text-${n}`, quote: `lamp of room${n}` }]
      await createCase(library.database, { question: `lamp of room${n}`, truth: [], evidence }, person('root'))
    }
    const id = await builtBadly()
    await expect(activate(id)).rejects.toThrow('golden questions, the active one for 100 %')
    await activate(await built())
  })

  it('is not one that finds the same', async () => {
    await addTexts(12)
    await ask(1)
    const id = await built()
    await activate(id, { golden })
    expect((await rowOf(id))?.comparison).toEqual({
      questions: 1,
      reference: 'active',
      overlapAt5: 1,
      golden: { questions: 3, activeHitAt5: 1, hitAt5: 1, activeMrrAt5: 1, mrrAt5: 1 },
    })
  })
})

describe('a generation of another embedding model', () => {
  it('is built and made active by a process that has it; others say so until one goes back', async () => {
    await addTexts(3)
    await ensureGeneration(library.database, { ...library, tenantId })
    await expect(ensureGeneration(library.database, { ...elsewhere(), tenantId })).rejects.toThrow('footnote reindex')
    const id = await startRebuild(elsewhere(), admin())
    expect(await fill(id)).toBe('foreign')
    await addReady('The roof is white. '.repeat(9))
    expect(await fillGeneration(elsewhere(), partition(id), never)).toBe('complete')
    await expect(activate(id)).rejects.toMatchObject({ code: 'index-mismatch' })
    const generationOf = createActiveGenerations(library.database, library)
    expect(await generationOf(tenantId)).toBe(library.generation)
    await activate(id, {}, dependenciesOf(elsewhere()))
    await expect(generationOf(tenantId)).rejects.toMatchObject({ code: 'index-mismatch' })
    expect(await createActiveGenerations(library.database, elsewhere())(tenantId)).toBe(id)
    await expect(ensureGeneration(library.database, { ...library, tenantId })).rejects.toThrow('footnote reindex')
    await activate(library.generation)
    expect(await generationOf(tenantId)).toBe(library.generation)
  })
})

describe('a generation that nobody needs any more', () => {
  it('goes a day after it was retired; the active one and one just left stay', async () => {
    await addTexts(3)
    const id = await built()
    await expect(removeGeneration(library, library.generation, admin())).rejects.toThrow('Searches use it')
    await activate(id)
    await expect(removeGeneration(library, library.generation, admin())).rejects.toThrow('in a minute')
    library.clock.advance(KEPT_FOR_IN_MS)
    expect(await removeExpired(library, tenantId)).toBe(0)
    library.clock.advance(1)
    expect(await removeExpired(library, tenantId)).toBe(1)
    expect(await rowOf(library.generation)).toBeUndefined()
    expect(await library.index.count(partition(library.generation))).toBe(0)
    expect(await stateOf(id)).toBe('active')
  })

  it('is removed while it is being built, whoever is at it', async () => {
    await addTexts(3)
    const id = await startRebuild(library, admin())
    const index = {
      ...library.index,
      upsert: async (...given: Parameters<typeof library.index.upsert>) => {
        await removeGeneration(library, id, admin())
        await library.index.upsert(...given)
      },
    }
    expect(await fillGeneration({ ...library, index }, partition(id), never)).toBe('gone')
    expect(await library.index.count(partition(id))).toBe(0)
    await removeGeneration(library, id, admin())
    expect([await rowOf(id), await gapsOf(id)]).toEqual([undefined, 0])
  })
})

it('a library of another organisation is none of it', async () => {
  await addTexts(2)
  const id = await built()
  const mine = tenantId
  tenantId = await library.database.newTenant()
  await expect(activate(id)).rejects.toMatchObject({ code: 'not-found' })
  await removeGeneration(library, id, admin())
  tenantId = mine
  expect(await stateOf(id)).toBe('ready')
  expect((await library.database.system.select().from(documents).where(eq(documents.tenantId, mine))).length).toBe(2)
})
