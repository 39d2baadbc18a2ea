import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import { generationName } from '../contracts/generation-name.ts'
import { ANALYSER_VERSION } from '../language/analyser.ts'
import { indexedText } from '../language/indexed-text.ts'
import { openOpenAiEmbeddingModel } from '../platform/embedding-model/openai.ts'
import { contextFor } from '../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../testing/open-test-library.ts'
import { type ScriptedOpenAiServer, startScriptedOpenAiServer } from '../testing/scripted-openai-server.ts'
import { CHUNKER_VERSION } from './chunk-document.ts'
import { deleteDocument } from './delete-document.ts'
import { ensureGeneration } from './ensure-generation.ts'
import { fillGeneration } from './generations/fill-generation.ts'
import { startRebuild } from './generations/start-rebuild.ts'
import { processVersion } from './process-version.ts'

let library: TestLibrary
let server: ScriptedOpenAiServer
let tenantId: string
beforeAll(async () => {
  library = await openTestLibrary()
  const { embedPassages } = library.embedder
  server = await startScriptedOpenAiServer({ embed: (texts) => embedPassages(texts, never) })
})
beforeEach(async () => {
  tenantId = await newTenant('embeddings')
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})

const never = new AbortController().signal
const ada = (tenant = tenantId): CallContext =>
  contextFor({ tenant_id: tenant, object_id: 'ada', roles: ['Contributor'] }, { clock: library.clock })

/** The library with an embedding model behind the server. */
async function withModel(model: string) {
  const embedder = await openOpenAiEmbeddingModel({ baseUrl: server.baseUrl, model, apiKey: 'key', dimensions: 100 })
  const names = { embedder: embedder.fingerprint, chunker: CHUNKER_VERSION, analyser: ANALYSER_VERSION }
  return { ...library, embedder, generation: generationName(names) }
}

async function newTenant(model: string): Promise<string> {
  const tenant = await library.database.newTenant()
  await ensureGeneration(library.database, { ...(await withModel(model)), tenantId: tenant })
  return tenant
}

/** What the server is asked to embed while something is done. */
async function embeddedBy(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = server.calls.length
  await work()
  return server.calls
    .slice(before)
    .flatMap(({ body }) => (Array.isArray(body['input']) ? body['input'].map(String) : []))
}

interface File {
  readonly text: string
  readonly fileName: string
  readonly access?: readonly string[]
  readonly externalId?: string
  readonly title?: string
}

async function read({ text, ...file }: File, tenant = tenantId, model = 'embeddings') {
  const added = await library.add({ text, ...file, access: file.access ?? ['everyone'] }, ada(tenant))
  const job = { id: added.versionId, attempt: 1, signal: never }
  await processVersion(await withModel(model), { tenantId: tenant, versionId: added.versionId }, job)
  return added
}

/** A text of sections, each of them a passage. */
function sections(...texts: readonly string[]): string {
  return texts.map((text, n) => `# Section ${n}\n\n${`${text} `.repeat(40)}`).join('\n\n')
}

describe('embedding a document', () => {
  it('embeds of a second version exactly the passages that changed', async () => {
    const first = await embeddedBy(() =>
      read({
        fileName: 'rules.md',
        text: sections('The guard has the key.', 'Lamps are blue.', 'Doors open at nine.'),
      }),
    )
    expect(first).toHaveLength(3)
    const second = await embeddedBy(() =>
      read({ fileName: 'rules.md', text: sections('The guard has the key.', 'Lamps are red.', 'Doors open at nine.') }),
    )
    expect(second).toHaveLength(1)
    expect(second[0]).toContain('Lamps are red.')
  })

  it('gives what it did not embed the vector that embedding it gives', async () => {
    const [one, other] = ['The guard has the key.', 'Lamps are blue.']
    await read({ fileName: 'rules.md', text: sections(one, other) })
    const { documentId, versionId } = await read({ fileName: 'rules.md', text: sections(one, 'Lamps are red.') })
    const kept = (await library.registered(tenantId, documentId)).find((passage) => passage.versionId === versionId)
    if (kept === undefined) throw new Error('the second version has no passage')
    const { generation, embedder } = await withModel('embeddings')
    const found = await library.index.readVectors({ tenantId, generation }, [kept.id], never)
    const [fresh] = await embedder.embedPassages([indexedText({ ...kept, title: 'Section 0' })], never)
    expect(found.get(kept.id)).toEqual(fresh)
  })

  it('embeds equal bytes under two access lists once', async () => {
    const text = sections('The guard has the key.', 'Lamps are blue.')
    await read({ fileName: 'rules.md', text, externalId: 'one', access: ['user:ada'] })
    const again = () => read({ fileName: 'rules.md', text, externalId: 'two', access: ['user:ada', 'user:bob'] })
    expect(await embeddedBy(again)).toEqual([])
  })

  it('embeds a text that stands in it twice once', async () => {
    const text = `${'# Note\n\nThe guard has the key.\n\n'.repeat(2)}# Other\n\nLamps are blue.`
    const embedded = await embeddedBy(() => read({ fileName: 'notes.md', text }))
    expect(new Set(embedded).size).toBe(embedded.length)
  })

  it('embeds nothing for a new generation of the same model', async () => {
    await read({ fileName: 'rules.md', text: sections('The guard has the key.', 'Lamps are blue.') })
    const parts = await withModel('embeddings')
    const refill = async () => {
      const generation = await startRebuild(parts, contextFor({ tenant_id: tenantId }, { clock: library.clock }))
      expect(await fillGeneration(parts, { tenantId, generation }, never)).toBe('complete')
    }
    expect(await embeddedBy(refill)).toEqual([])
  })

  it('embeds everything anew under another title, for another model, in another tenant, and after a deletion', async () => {
    const text = sections('The guard has the key.', 'Lamps are blue.')
    const { documentId } = await read({ fileName: 'rules.md', text })
    expect(
      await embeddedBy(() => read({ fileName: 'rules.md', title: 'Other rules', externalId: 'other', text })),
    ).toHaveLength(2)

    const stranger = await newTenant('embeddings')
    expect(await embeddedBy(() => read({ fileName: 'rules.md', text }, stranger))).toHaveLength(2)

    const larger = await withModel('larger')
    const generation = await startRebuild(larger, contextFor({ tenant_id: tenantId }, { clock: library.clock }))
    const fill = () => fillGeneration(larger, { tenantId, generation }, never)
    expect(await embeddedBy(fill)).toHaveLength(4)

    await deleteDocument(library, documentId, ada())
    const again = () => read({ fileName: 'rules.md', text, externalId: 'again' })
    expect(await embeddedBy(again)).toHaveLength(2)
  })
})
