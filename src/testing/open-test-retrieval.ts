import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CallContext, systemClock } from '../contracts/call-context.ts'
import { generationName } from '../contracts/generation-name.ts'
import type { Retrieval } from '../contracts/retrieval.ts'
import { ANALYSER_VERSION, createAnalysers } from '../language/analyser.ts'
import { indexedText } from '../language/indexed-text.ts'
import type { Database } from '../platform/database/database.ts'
import { openEmbeddedDatabase } from '../platform/database/pglite.ts'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import { openStaticEmbeddingModel } from '../platform/embedding-model/static.ts'
import { openLanceDbIndex } from '../platform/search-index/lancedb.ts'
import { createRetrieval, type RetrievalDependencies } from '../retrieval/retrieval.ts'

export interface TestDocument {
  readonly text: string
  readonly title?: string
  readonly access?: readonly string[]
  readonly collection?: string
  readonly mediaType?: string
  readonly updatedAt?: number
}

export interface TestRetrieval extends RetrievalDependencies, AsyncDisposable {
  /** The one generation that there is. */
  readonly generation: string
  readonly retrieval: Retrieval
  /** Put a document of one passage into registry and index; the ids of both come back. */
  readonly add: (tenantId: string, document: TestDocument) => Promise<{ documentId: string; passageId: string }>
}

let tenants = 0
/** A tenant of its own for each test. */
export function newTenant(): string {
  return `tenant-${tenants++}`
}

/** A call by somebody called "reader" of this tenant, unless told otherwise. */
export function asking(tenantId: string, more: Partial<CallContext['principal']> = {}): CallContext {
  return {
    principal: { tenant_id: tenantId, object_id: 'reader', group_ids: [], roles: ['Reader'], kind: 'user', ...more },
    requestId: 'request',
    signal: new AbortController().signal,
    clock: systemClock,
  }
}

/** Retrieval over a real index and a real registry in a folder that goes with it. */
export async function openTestRetrieval(): Promise<TestRetrieval> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-retrieval-'))
  const database = await openEmbeddedDatabase({ dataFolder: join(folder, 'database') })
  await database.migrate()
  const index = await openLanceDbIndex({ uri: join(folder, 'index') })
  const embedder = await openStaticEmbeddingModel()
  const analysers = createAnalysers()
  const generation = generationName({ embedder: embedder.fingerprint, chunker: 'test', analyser: ANALYSER_VERSION })
  const dependencies = {
    database,
    index,
    embedder,
    wordVectors: embedder,
    analysers,
    generation,
    generationOf: async () => generation,
  }
  return {
    ...dependencies,
    retrieval: createRetrieval(dependencies),
    add: (tenantId, document) => add(dependencies, tenantId, document),
    [Symbol.asyncDispose]: async () => {
      await index[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function add(
  { database, index, embedder, analysers, generation }: RetrievalDependencies & Pick<TestRetrieval, 'generation'>,
  tenantId: string,
  {
    text,
    title = 'Handbook',
    access = ['everyone'],
    collection,
    mediaType = 'text/plain',
    updatedAt = 0,
  }: TestDocument,
) {
  const [documentId, versionId, passageId] = [randomUUID(), randomUUID(), randomUUID()]
  await register(
    database,
    { tenantId, documentId, versionId, passageId },
    { text, title, access, collection, mediaType },
  )
  const searchable = indexedText({ title, heading: ['Benefits'], text })
  const [vector] = await embedder.embedPassages([searchable], new AbortController().signal)
  await index.upsert({ tenantId, generation }, [
    {
      passageId,
      documentId,
      versionId,
      access,
      collection: collection ?? null,
      mediaType,
      updatedAt,
      terms: analysers.analysePassage(searchable),
      vector: vector ?? new Float32Array(embedder.dimensions),
    },
  ])
  return { documentId, passageId }
}

async function register(
  database: Database,
  ids: { tenantId: string; documentId: string; versionId: string; passageId: string },
  {
    text,
    title,
    access,
    collection,
    mediaType,
  }: Pick<TestDocument, 'text'> & {
    readonly collection: string | undefined
    readonly title: string
    readonly access: readonly string[]
    readonly mediaType: string
  },
): Promise<void> {
  const { tenantId, documentId, versionId, passageId } = ids
  await database.system.insert(documents).values({
    tenantId,
    id: documentId,
    source: 'upload',
    externalId: documentId,
    title,
    collection: collection ?? null,
    access: [...access],
    currentVersion: 1,
    newestVersion: 1,
    createdBy: 'test',
  })
  const file = { sha256: 'x', sizeInBytes: text.length, fileName: 'x.txt', mediaType, state: 'ready' }
  await database.system.insert(documentVersions).values({ tenantId, id: versionId, documentId, version: 1, ...file })
  const place = { ordinal: 0, page: 3, pageEnd: 4, heading: ['Benefits'], start: 0, end: text.length }
  const textHash = createHash('sha256').update(text).digest('hex')
  const words = { text, textHash, tokens: 10 }
  await database.system
    .insert(passages)
    .values({ tenantId, id: passageId, versionId, documentId, version: 1, ...words, ...place })
}
