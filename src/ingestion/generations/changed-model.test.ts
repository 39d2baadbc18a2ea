import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { generationName } from '../../contracts/generation-name.ts'
import { ANALYSER_VERSION } from '../../language/analyser.ts'
import { openOpenAiEmbeddingModel } from '../../platform/embedding-model/openai.ts'
import { createModelCheck, requireSameModel } from '../../platform/index-generations/model-check.ts'
import { createRetrieval } from '../../retrieval/retrieval.ts'
import { contextFor } from '../../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../../testing/open-test-library.ts'
import { type ScriptedOpenAiServer, startScriptedOpenAiServer } from '../../testing/scripted-openai-server.ts'
import { unavailableParts } from '../availability.ts'
import { CHUNKER_VERSION } from '../chunk-document.ts'
import { ensureGeneration } from '../ensure-generation.ts'
import { processVersion } from '../process-version.ts'
import { fillGeneration } from './fill-generation.ts'
import { startRebuild } from './start-rebuild.ts'

const never = new AbortController().signal
const A_WHILE = 11 * 60_000

let library: TestLibrary
let server: ScriptedOpenAiServer
/** What the server does with the vectors that it is asked for: another model is another mapping. */
let model: 'first' | 'noisy' | 'second' | 'gone'
let tenantId: string
let now = 0

beforeAll(async () => {
  library = await openTestLibrary()
  server = await startScriptedOpenAiServer({
    embed: async (texts) => {
      if (model === 'gone') throw new Error('gone')
      const vectors = await library.embedder.embedPassages(texts, never)
      return vectors.map((vector) => (model === 'first' ? vector : vector.map((value, n) => changed(value, n))))
    },
  })
})
beforeEach(async () => {
  model = 'first'
  tenantId = await library.database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})

function changed(value: number, n: number): number {
  return model === 'noisy' ? value + (n % 2 === 0 ? 1e-4 : -1e-4) : value * (n % 3 === 0 ? -1 : 1)
}

/** The library with an embedding model behind the server, its generation begun. */
async function begin() {
  const given = { baseUrl: server.baseUrl, model: 'embeddings', apiKey: 'key', dimensions: library.embedder.dimensions }
  const embedder = await openOpenAiEmbeddingModel(given)
  const names = { embedder: embedder.fingerprint, chunker: CHUNKER_VERSION, analyser: ANALYSER_VERSION }
  const generation = generationName(names)
  await ensureGeneration(library.database, { tenantId, generation, embedder })
  const modelCheck = createModelCheck({ database: async () => library.database, embedder, now: () => now })
  return { ...library, embedder, generation, modelCheck, partition: { tenantId, generation } }
}
type Begun = Awaited<ReturnType<typeof begin>>

const ada = () =>
  contextFor({ tenant_id: tenantId, object_id: 'ada', roles: ['Contributor'] }, { clock: library.clock })

async function read(parts: Begun, text: string): Promise<void> {
  const { versionId } = await library.add({ text, access: ['everyone'] }, ada())
  await processVersion(parts, { tenantId, versionId }, { id: 'job', attempt: 1, signal: never })
}

const search = ({ generation, ...parts }: Begun, query: string) =>
  createRetrieval({ ...parts, wordVectors: library.embedder, generationOf: async () => generation }).search(
    { query, top_k: 5 },
    ada(),
  )

describe('an embedding model that becomes another under the same name', () => {
  it('is noticed by the canary of the generation, in this process and after a start', async () => {
    const { modelCheck, partition } = await begin()
    expect(await modelCheck(partition)).toBe('same')
    model = 'second'
    expect(await modelCheck(partition)).toBe('same')
    now += A_WHILE
    // Asked again beside the question that is answered with what was known.
    await modelCheck(partition)
    await expect.poll(() => modelCheck(partition)).toBe('changed')
    const afterAStart = await begin()
    expect(await afterAStart.modelCheck(partition)).toBe('changed')
    await expect(requireSameModel(afterAStart.modelCheck, partition)).rejects.toMatchObject({ code: 'index-mismatch' })
  })

  it('is told from one that only rounds otherwise, and from one that does not answer', async () => {
    const { modelCheck, partition } = await begin()
    expect(await modelCheck(partition)).toBe('same')
    model = 'noisy'
    expect(await (await begin()).modelCheck(partition)).toBe('same')
    model = 'gone'
    expect(await (await begin()).modelCheck(partition)).toBe('unknown')
  })

  it('is not searched with: passages are found by words, and that is told', async () => {
    const parts = await begin()
    await read(parts, 'The guard has the key of the archive.')
    expect(await search(parts, 'Who has the key?')).not.toHaveProperty('degraded')
    model = 'second'
    const found = await search(await begin(), 'Who has the key?')
    expect(found.degraded).toEqual(['vector', 'changed_model'])
    expect(found.passages[0]?.text).toContain('The guard has the key')
    expect(found.passages[0]?.scores.vector).toBeNull()
  })

  it('lets documents wait, and a new generation embed everything anew', async () => {
    const before = await begin()
    await read(before, 'The guard has the key of the archive.')
    model = 'second'
    const parts = await begin()
    expect(await unavailableParts(parts, tenantId)).toEqual(['The embedding model that built the search index'])

    const calls = server.calls.length
    const generation = await startRebuild(parts, contextFor({ tenant_id: tenantId }, { clock: library.clock }))
    expect(await fillGeneration(parts, { tenantId, generation }, never)).toBe('complete')
    const asked = server.calls.slice(calls).flatMap(({ body }) => body['input'])
    expect(asked.some((text) => String(text).includes('The guard has the key'))).toBe(true)
    expect(await parts.modelCheck({ tenantId, generation })).toBe('same')
    expect(await fillGeneration(parts, before.partition, never)).toBe('foreign')
    expect(await (await begin()).modelCheck({ tenantId, generation })).toBe('same')
  })

  it('is not looked for where the fingerprint is that of the numbers', async () => {
    const check = createModelCheck({
      database: () => Promise.reject(new Error('not needed')),
      embedder: library.embedder,
    })
    expect(await check({ tenantId, generation: 'any' })).toBe('same')
  })
})
