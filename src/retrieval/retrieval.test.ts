import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallContext, systemClock } from '../contracts/call-context.ts'
import { generationName } from '../contracts/generation-name.ts'
import type { Retrieval } from '../contracts/retrieval.ts'
import { ANALYSER_VERSION, createAnalysers } from '../language/analyser.ts'
import { indexedText } from '../language/indexed-text.ts'
import type { Database } from '../platform/database/database.ts'
import { openEmbeddedDatabase } from '../platform/database/pglite.ts'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import { openStaticEmbeddingModel } from '../platform/embedding-model/static.ts'
import { openLanceDbIndex } from '../platform/search-index/lancedb.ts'
import type { SearchIndex } from '../platform/search-index/search-index.ts'
import { createRetrieval } from './retrieval.ts'

const analysers = createAnalysers()
let folder: string
let database: Database
let index: SearchIndex
let embedder: EmbeddingModel
let generation: string
let retrieval: Retrieval

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-retrieval-'))
  database = await openEmbeddedDatabase({ dataFolder: join(folder, 'database') })
  await database.migrate()
  index = await openLanceDbIndex({ uri: join(folder, 'index') })
  embedder = await openStaticEmbeddingModel()
  generation = generationName({ embedder: embedder.fingerprint, chunker: 'test', analyser: ANALYSER_VERSION })
  retrieval = createRetrieval({ database, index, embedder, wordVectors: embedder, analysers, generation })
})
afterAll(async () => {
  await index[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

let tenants = 0
/** A tenant of its own for each test. */
function newTenant(): string {
  return `tenant-${tenants++}`
}

function asking(tenantId: string, more: Partial<CallContext['principal']> = {}): CallContext {
  return {
    principal: { tenant_id: tenantId, object_id: 'reader', group_ids: [], roles: ['Reader'], kind: 'user', ...more },
    requestId: 'request',
    signal: new AbortController().signal,
    clock: systemClock,
  }
}

interface Document {
  readonly text: string
  readonly title?: string
  readonly access?: readonly string[]
  readonly collection?: string
  readonly mediaType?: string
  readonly updatedAt?: number
}

/** Put a document of one passage into registry and index; its id comes back. */
async function add(tenantId: string, { text, title = 'Handbook', access = ['everyone'], ...more }: Document) {
  const [documentId, versionId, passageId] = [randomUUID(), randomUUID(), randomUUID()]
  const mediaType = more.mediaType ?? 'text/plain'
  await database.system.insert(documents).values({
    tenantId,
    id: documentId,
    source: 'upload',
    externalId: documentId,
    title,
    access: [...access],
    currentVersion: 1,
    newestVersion: 1,
    createdBy: 'test',
  })
  await database.system.insert(documentVersions).values({
    tenantId,
    id: versionId,
    documentId,
    version: 1,
    sha256: 'x',
    sizeInBytes: text.length,
    fileName: 'x.txt',
    mediaType,
    state: 'ready',
  })
  await database.system.insert(passages).values({
    tenantId,
    id: passageId,
    versionId,
    documentId,
    version: 1,
    ordinal: 0,
    text,
    textHash: createHash('sha256').update(text).digest('hex'),
    tokens: 10,
    page: 3,
    pageEnd: 4,
    heading: ['Benefits'],
    start: 0,
    end: text.length,
  })
  const searchable = indexedText({ title, heading: ['Benefits'], text })
  const [vector] = await embedder.embedPassages([searchable], new AbortController().signal)
  await index.upsert({ tenantId, generation }, [
    {
      passageId,
      documentId,
      versionId,
      access,
      collection: more.collection ?? null,
      mediaType,
      updatedAt: more.updatedAt ?? 0,
      terms: analysers.analysePassage(searchable),
      vector: vector!,
    },
  ])
  return documentId
}

const DEDUCTIBLE = 'The annual deductible of the plan is 500 dollars.'
const VACATION = 'Employees receive three weeks of vacation every year.'
const EYES = 'Eye exams are covered once a year without a copay.'

async function search(query: string, context: CallContext, more: Partial<Parameters<Retrieval['search']>[0]> = {}) {
  return retrieval.search({ query, top_k: 5, ...more }, context)
}

/** How many passages about the deductible this caller sees. */
async function foundBy(context: CallContext): Promise<number> {
  return (await search('deductible', context)).passages.length
}

describe('retrieval', () => {
  it('ranks the passage that answers first and tells where it stands', async () => {
    const tenant = newTenant()
    for (const text of [VACATION, EYES]) await add(tenant, { text })
    const id = await add(tenant, { text: DEDUCTIBLE, title: 'Plan' })
    const {
      passages: found,
      evidence,
      generation: searched,
    } = await search('What is the annual deductible?', asking(tenant))
    expect(found[0]).toMatchObject({
      document_id: id,
      version: 1,
      title: 'Plan',
      source: 'upload',
      media_type: 'text/plain',
      page: 3,
      page_end: 4,
      heading: ['Benefits'],
      start: 0,
      end: DEDUCTIBLE.length,
      text: DEDUCTIBLE,
    })
    expect(evidence.coverage).toBeGreaterThan(0.5)
    expect(evidence.term_weights['deduct']).toBeGreaterThan(0)
    expect(searched).toBe(generation)
  })

  it('gives relevance scores of 0 to 1 that fall, and low ones to a question about something else', async () => {
    const tenant = newTenant()
    for (const text of [VACATION, EYES, DEDUCTIBLE]) await add(tenant, { text })
    const scores = async (query: string) => (await search(query, asking(tenant))).passages.map((p) => p.relevance_score)
    const good = await scores('What is the annual deductible of the plan?')
    expect(good).toEqual([...good].sort((a, b) => b - a))
    expect(good[0]).toBeGreaterThan(0.8)
    expect(good.every((score) => score >= 0 && score <= 1)).toBe(true)
    expect((await scores('Who discovered the moons of a distant planet?'))[0] ?? 0).toBeLessThan(0.3)
  })

  it('finds a passage by meaning when no word is the same', async () => {
    const tenant = newTenant()
    await add(tenant, { text: EYES })
    const id = await add(tenant, { text: VACATION })
    const { passages: found } = await search('holidays', asking(tenant))
    expect(found[0]?.document_id).toBe(id)
    expect(found[0]?.scores.lexical).toBeNull()
  })

  it('shows a document only to those on its access list', async () => {
    const tenant = newTenant()
    await add(tenant, { text: DEDUCTIBLE, access: ['user:someone', 'group:hr'] })
    expect(await foundBy(asking(tenant))).toBe(0)
    expect(await foundBy(asking(tenant, { object_id: 'someone' }))).toBe(1)
    expect(await foundBy(asking(tenant, { group_ids: ['hr'] }))).toBe(1)
    expect(await foundBy(asking(tenant, { group_ids: ['everyone', 'user:someone'] }))).toBe(0)
    expect(await foundBy(asking(newTenant(), { object_id: 'someone' }))).toBe(0)
  })

  it('believes the registry over the index: access taken away, deleted, or replaced by a new version', async () => {
    const tenant = newTenant()
    const [hidden, deleted, outdated] = [
      await add(tenant, { text: `${DEDUCTIBLE} One.` }),
      await add(tenant, { text: `${DEDUCTIBLE} Two.` }),
      await add(tenant, { text: `${DEDUCTIBLE} Three.` }),
    ]
    const kept = await add(tenant, { text: DEDUCTIBLE })
    expect((await search('deductible', asking(tenant))).passages).toHaveLength(4)
    const change = (id: string, values: Partial<typeof documents.$inferInsert>) =>
      database.system
        .update(documents)
        .set(values)
        .where(and(eq(documents.tenantId, tenant), eq(documents.id, id)))
    await change(hidden, { access: ['user:other'] })
    await change(deleted, { deletedAt: new Date() })
    await change(outdated, { currentVersion: 2 })
    expect((await search('deductible', asking(tenant))).passages.map((p) => p.document_id)).toEqual([kept])
  })

  it('lets further passages take the place of many that the registry holds back', async () => {
    const tenant = newTenant()
    for (let n = 0; n < 60; n++) await add(tenant, { text: `Deductible deductible ${n}`, access: ['everyone'] })
    await database.system.update(documents).set({ deletedAt: new Date() }).where(eq(documents.tenantId, tenant))
    const kept = await add(tenant, {
      text: 'A long passage that mentions the deductible among many other words and things',
    })
    const { passages: found } = await search('deductible', asking(tenant))
    expect(found.map((p) => p.document_id)).toEqual([kept])
  })

  it('does not let passages one may not read change evidence or scores', async () => {
    const tenant = newTenant()
    await add(tenant, { text: 'The picnic is in May.' })
    await add(tenant, { text: DEDUCTIBLE, access: ['user:other'] })
    const { evidence } = await search('What is the annual deductible?', asking(tenant))
    expect(evidence).toMatchObject({ strength: 0, coverage: 0 })
  })

  it('keeps to filters and top_k', async () => {
    const tenant = newTenant()
    const updatedAt = Date.parse('2026-03-01T00:00:00Z')
    const hr = await add(tenant, { text: `${DEDUCTIBLE} A`, collection: 'hr', mediaType: 'application/pdf', updatedAt })
    const it2 = await add(tenant, { text: `${DEDUCTIBLE} B`, collection: 'it', updatedAt: updatedAt + 1 })
    const found = async (filters: object) =>
      (await search('deductible', asking(tenant), { filters })).passages.map((p) => p.document_id)
    expect(await found({ collections: ['hr'] })).toEqual([hr])
    expect(await found({ document_ids: [it2] })).toEqual([it2])
    expect(await found({ media_types: ['application/pdf'] })).toEqual([hr])
    expect(await found({ updated_after: '2026-03-01T00:00:00Z' })).toEqual([it2])
    expect(await found({ updated_before: '2026-03-01T00:00:00Z' })).toEqual([])
    expect((await search('deductible', asking(tenant), { top_k: 1 })).passages).toHaveLength(1)
  })

  it('shows copies of the same words once', async () => {
    const tenant = newTenant()
    for (let n = 0; n < 3; n++) await add(tenant, { text: DEDUCTIBLE })
    await add(tenant, { text: VACATION })
    expect((await search('annual deductible vacation', asking(tenant))).passages).toHaveLength(2)
  })

  it('answers an empty library and questions without a telling word', async () => {
    const tenant = newTenant()
    expect(await search('deductible', asking(tenant))).toMatchObject({ passages: [], evidence: { strength: 0 } })
    await add(tenant, { text: DEDUCTIBLE })
    for (const query of ['?!', 'what is it', '"); DROP TABLE passages; --', '日本', '\u0000']) {
      expect((await search(query, asking(tenant))).evidence.strength).toBe(0)
    }
  })

  it('refuses an empty question', async () => {
    await expect(search(' \n', asking(newTenant()))).rejects.toMatchObject({ code: 'query-empty' })
  })

  it('stops when the call is cancelled', async () => {
    const context = { ...asking(newTenant()), signal: AbortSignal.abort() }
    await expect(search('deductible', context)).rejects.toThrow()
  })

  it('gives the same answer to the same question', async () => {
    const tenant = newTenant()
    for (const text of [VACATION, EYES, DEDUCTIBLE]) await add(tenant, { text })
    const first = await search('deductible of the plan per year', asking(tenant))
    const fresh = createRetrieval({
      database,
      index,
      embedder,
      wordVectors: embedder,
      analysers: createAnalysers(),
      generation,
    })
    const second = await fresh.search({ query: 'deductible of the plan per year', top_k: 5 }, asking(tenant))
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
  })

  it('searches by words alone, and says so, when the embedding model is down', async () => {
    const tenant = newTenant()
    for (const text of [VACATION, DEDUCTIBLE]) await add(tenant, { text })
    const down: EmbeddingModel = { ...embedder, embedQuery: () => Promise.reject(new Error('down')) }
    const limping = createRetrieval({ database, index, embedder: down, wordVectors: embedder, analysers, generation })
    const found = await limping.search({ query: 'What is the deductible?', top_k: 5 }, asking(tenant))
    expect(found.passages[0]?.text).toBe(DEDUCTIBLE)
    expect(found.passages[0]?.scores.vector).toBeNull()
    expect(found.degraded).toEqual(['vector'])
    expect(await search('What is the deductible?', asking(tenant))).not.toHaveProperty('degraded')
  })

  it('puts passages in the order of a re-ranking model, or says that it was left out', async () => {
    const tenant = newTenant()
    const other = 'The deductible is paid once a year to the plan, which is annual.'
    for (const text of [other, DEDUCTIBLE, VACATION]) await add(tenant, { text })
    const score = async (_: string, texts: readonly string[]) => texts.map((text) => (text.includes(other) ? 1 : 0))
    const reranker = { name: 'test', score }
    const ask = { query: 'What is the annual deductible of the plan?', top_k: 5 }
    const reranked = createRetrieval({
      database,
      index,
      embedder,
      wordVectors: embedder,
      analysers,
      generation,
      reranker,
    })
    const { passages: found, degraded } = await reranked.search(ask, asking(tenant))
    expect([found[0]?.text, degraded]).toEqual([other, undefined])
    const down = { name: 'test', score: () => Promise.reject(new Error('down')) }
    const limping = createRetrieval({
      database,
      index,
      embedder,
      wordVectors: embedder,
      analysers,
      generation,
      reranker: down,
    })
    expect((await limping.search(ask, asking(tenant))).degraded).toEqual(['rerank'])
  })
})
