import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import type { SearchInput } from '../contracts/retrieval.ts'
import { createAnalysers } from '../language/analyser.ts'
import { documents, tenants } from '../platform/database/schema.ts'
import { openOpenAiEmbeddingModel } from '../platform/embedding-model/openai.ts'
import { createManualClock } from '../testing/call-contexts.ts'
import { asking, newTenant, openTestRetrieval, type TestRetrieval } from '../testing/open-test-retrieval.ts'
import { type ScriptedOpenAiServer, startScriptedOpenAiServer } from '../testing/scripted-openai-server.ts'
import { tellingWords } from './like-question.ts'
import { type AskedSearch, createLikeSearches } from './like-searches.ts'
import { createRetrieval, type RetrievalDependencies } from './retrieval.ts'

let opened: TestRetrieval
let server: ScriptedOpenAiServer
let strong: RetrievalDependencies
const clock = createManualClock()
beforeAll(async () => {
  opened = await openTestRetrieval()
  const { embedPassages, dimensions } = opened.embedder
  server = await startScriptedOpenAiServer({ embed: (texts) => embedPassages(texts, new AbortController().signal) })
  const embedder = await openOpenAiEmbeddingModel({ baseUrl: server.baseUrl, model: 'm', apiKey: 'k', dimensions })
  strong = { ...opened, embedder, reusesSearches: true }
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await opened[Symbol.asyncDispose]()
})

let tenant: string
let retrieval: ReturnType<typeof createRetrieval>
beforeEach(async () => {
  tenant = await knownTenant()
  retrieval = createRetrieval(strong)
})

async function knownTenant(): Promise<string> {
  const id = newTenant()
  await opened.database.system.insert(tenants).values({ id, name: id })
  for (const text of [DEDUCTIBLE, EYES]) await opened.add(id, { text })
  return id
}

const DEDUCTIBLE = 'The annual deductible of the health plan is 500 dollars in 2018.'
const EYES = 'Eye exams are covered once a year without a copay.'
const QUESTION = 'What is the annual deductible of the health plan?'
const LIKE = 'what is the annual deductible of our health plan'

type More = Partial<SearchInput>

async function search(query: string, context: CallContext = asking(tenant), more: More = {}) {
  return retrieval.search({ query, top_k: 5, explain: true, ...more }, { ...context, clock })
}

async function isReused(query: string, context?: CallContext, more?: More): Promise<boolean> {
  return (await search(query, context, more)).explanation?.reused_search === true
}

const grow = (epoch: 'accessEpoch' | 'libraryEpoch') =>
  opened.database.system
    .update(tenants)
    .set({ [epoch]: sql`${tenants[epoch]} + 1` })
    .where(eq(tenants.id, tenant))

describe('searches for like questions', () => {
  it('are done once, and find the same', async () => {
    const first = await search(QUESTION)
    expect(first.explanation).not.toHaveProperty('reused_search')
    const second = await search(LIKE)
    expect(second.explanation?.reused_search).toBe(true)
    expect(second.passages.map(({ text }) => text)).toEqual(first.passages.map(({ text }) => text))
  })

  it.each([
    ['another year', 'What is the deductible of 2018?', 'What is the deductible of 2019?'],
    ['another code', 'What is the deductible of plan AB-12?', 'What is the deductible of plan AB-13?'],
    ['two numbers the other way round', 'Is it paid from 3 to 5?', 'Is it paid from 5 to 3?'],
    ['a negation', 'Which eye exams are covered?', 'Which eye exams are not covered?'],
    ['another question word', 'When are eye exams covered?', 'Where are eye exams covered?'],
    ['another tense', 'What is the annual deductible?', 'What was the annual deductible?'],
    ['another name', 'What is the deductible of Smith?', 'What is the deductible of Miller?'],
    ['a name that is a small word', 'What is the deductible of plan A?', 'What is the deductible of the plan?'],
    ['a quoted phrase', 'What is the annual deductible?', 'What is the "annual deductible"?'],
  ])('are not shared by questions that differ in %s', async (_what, one, other) => {
    await search(one)
    expect(await isReused(one)).toBe(true)
    expect(await isReused(other)).toBe(false)
  })

  it('are not shared by people with other rights, or of other tenants', async () => {
    await search(QUESTION)
    expect(await isReused(LIKE, asking(tenant, { object_id: 'somebody else' }))).toBe(false)
    expect(await isReused(LIKE, asking(tenant, { group_ids: ['hr'] }))).toBe(false)
    expect(await isReused(LIKE, asking(tenant, { roles: ['Admin'] }))).toBe(false)
    expect(await isReused(LIKE, asking(await knownTenant()))).toBe(false)
    expect(await isReused(LIKE)).toBe(true)
  })

  it('are not shared across filters or generations', async () => {
    await search(QUESTION)
    expect(await isReused(LIKE, asking(tenant), { filters: { media_types: ['text/plain'] } })).toBe(false)
    expect(await isReused(LIKE, asking(tenant), { top_k: 1 })).toBe(true)
    let generation = 'first'
    retrieval = createRetrieval({ ...strong, generationOf: async () => generation })
    await search(QUESTION)
    generation = 'second'
    expect(await isReused(LIKE)).toBe(false)
  })

  it('end with every change of permissions or documents, and after an hour', async () => {
    for (const epoch of ['accessEpoch', 'libraryEpoch'] as const) {
      await search(QUESTION)
      await grow(epoch)
      expect(await isReused(LIKE)).toBe(false)
      expect(await isReused(QUESTION)).toBe(true)
    }
    clock.advance(60 * 60_000)
    expect(await isReused(LIKE)).toBe(false)
  })

  it('never show what was deleted or hidden in between, whatever the epochs say', async () => {
    const { documentId } = await opened.add(tenant, { text: `${DEDUCTIBLE} It is per person.` })
    expect((await search(QUESTION)).passages.map((passage) => passage.document_id)).toContain(documentId)
    const change = (values: Partial<typeof documents.$inferInsert>) =>
      opened.database.system.update(documents).set(values).where(eq(documents.id, documentId))
    await change({ access: ['user:other'] })
    const hidden = await search(LIKE)
    expect(hidden.explanation?.reused_search).toBe(true)
    expect(hidden.passages.map((passage) => passage.document_id)).not.toContain(documentId)
    await change({ access: ['everyone'], deletedAt: new Date() })
    const deleted = await search(LIKE)
    expect(deleted.explanation?.reused_search).toBe(true)
    expect(deleted.passages.map((passage) => passage.document_id)).not.toContain(documentId)
  })

  it('are never shared with the built-in word vectors, or where it is not wanted', async () => {
    for (const parts of [
      { ...opened, reusesSearches: true },
      { ...strong, reusesSearches: false },
    ]) {
      retrieval = createRetrieval(parts)
      await search(QUESTION)
      expect(await isReused(QUESTION)).toBe(false)
    }
  })
})

describe('the memory of searches', () => {
  const scope = { tenantId: 't', principalSet: 'p', epochs: '1/1', generation: 'g' }
  const hits = { lexical: [], vector: [], fused: [], isWithoutVector: false }
  const asked = (telling: string, vector = [1, 0], fields: readonly string[] = []): AskedSearch => ({
    telling,
    fields,
    vector: Float32Array.from(vector),
  })

  it('takes questions for the same only when their vectors are near as well', () => {
    const reuse = createLikeSearches().within(scope, 0)
    reuse.keep(asked('a'), hits)
    expect(reuse.find(asked('a', [0.98, Math.sqrt(1 - 0.98 ** 2)]))).toBe(hits)
    expect(reuse.find(asked('a', [0.96, Math.sqrt(1 - 0.96 ** 2)]))).toBeNull()
  })

  it('keeps a few per place and so many in all', () => {
    const searches = createLikeSearches()
    const reuse = searches.within(scope, 0)
    for (let n = 0; n < 21; n++) reuse.keep(asked(`${n}`), hits)
    expect(reuse.find(asked('0'))).toBeNull()
    expect(reuse.find(asked('1'))).toBe(hits)
    for (let n = 0; n < 500; n++) searches.within({ ...scope, tenantId: `other ${n}` }, 0).keep(asked('x'), hits)
    expect(reuse.find(asked('1'))).toBeNull()
  })
})

it('reads the words that tell what is asked, whatever the language', () => {
  const analysers = createAnalysers()
  const [english, german] = [analysers.of('en'), analysers.of('de')]
  const alike = (one: string, other: string, analyser = english) =>
    tellingWords(one, analyser) === tellingWords(other, analyser)
  expect(alike('Please tell me the opening hours of the gym', 'gym opening hours?')).toBe(true)
  expect(alike('Wie hoch ist die Miete?', 'wie hoch ist denn bitte meine Miete', german)).toBe(true)
  expect(alike('Wie hoch ist die Miete?', 'Wie hoch ist keine Miete?', german)).toBe(false)
  expect(alike('Is it taxed in the US?', 'Is it taxed in the?')).toBe(false)
})
