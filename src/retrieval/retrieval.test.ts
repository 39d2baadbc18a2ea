import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import type { Retrieval } from '../contracts/retrieval.ts'
import { createAnalysers } from '../language/analyser.ts'
import { documents } from '../platform/database/schema.ts'
import {
  asking,
  newTenant,
  openTestRetrieval,
  type TestDocument,
  type TestRetrieval,
} from '../testing/open-test-retrieval.ts'
import { createRetrieval } from './retrieval.ts'

let opened: TestRetrieval
beforeAll(async () => {
  opened = await openTestRetrieval()
})
afterAll(() => opened[Symbol.asyncDispose]())

/** Put a document of one passage into registry and index; its id comes back. */
async function add(tenantId: string, document: TestDocument): Promise<string> {
  return (await opened.add(tenantId, document)).documentId
}

const DEDUCTIBLE = 'The annual deductible of the plan is 500 dollars.'
const VACATION = 'Employees receive three weeks of vacation every year.'
const EYES = 'Eye exams are covered once a year without a copay.'

async function search(query: string, context: CallContext, more: Partial<Parameters<Retrieval['search']>[0]> = {}) {
  return opened.retrieval.search({ query, top_k: 5, ...more }, context)
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
    expect(searched).toBe(opened.generation)
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
      opened.database.system
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
    await opened.database.system.update(documents).set({ deletedAt: new Date() }).where(eq(documents.tenantId, tenant))
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
    for (const query of ['what is it', '"); DROP TABLE passages; --', '日本']) {
      expect((await search(query, asking(tenant))).evidence.strength).toBe(0)
    }
  })

  it.each([' \n', '?!', '\u0000', '"" ( )'])('refuses a question without a word: %j', async (query) => {
    await expect(search(query, asking(newTenant()))).rejects.toMatchObject({ code: 'query-empty' })
  })

  it('stops when the call is cancelled', async () => {
    const context = { ...asking(newTenant()), signal: AbortSignal.abort() }
    await expect(search('deductible', context)).rejects.toThrow()
  })

  it('gives the same answer to the same question', async () => {
    const tenant = newTenant()
    for (const text of [VACATION, EYES, DEDUCTIBLE]) await add(tenant, { text })
    const first = await search('deductible of the plan per year', asking(tenant))
    const fresh = createRetrieval({ ...opened, analysers: createAnalysers() })
    const second = await fresh.search({ query: 'deductible of the plan per year', top_k: 5 }, asking(tenant))
    expect(JSON.stringify(second)).toBe(JSON.stringify(first))
  })

  it('searches by words alone, and says so, when the embedding model is down', async () => {
    const tenant = newTenant()
    for (const text of [VACATION, DEDUCTIBLE]) await add(tenant, { text })
    const down = { ...opened.embedder, embedQuery: () => Promise.reject(new Error('down')) }
    const limping = createRetrieval({ ...opened, embedder: down })
    const found = await limping.search({ query: 'What is the deductible?', top_k: 5 }, asking(tenant))
    expect(found.passages[0]?.text).toBe(DEDUCTIBLE)
    expect(found.passages[0]?.scores.vector).toBeNull()
    expect(found.degraded).toEqual(['vector'])
    expect(found.evidence.agreement).toBeNull()
    expect(await search('What is the deductible?', asking(tenant))).not.toHaveProperty('degraded')
  })

  it('holds it against no answer that the vectors do not know the language of the question', async () => {
    const tenant = newTenant()
    const german = 'Die Kündigungsfrist beträgt sechs Wochen zum Quartalsende.'
    for (const text of [VACATION, german]) await add(tenant, { text })
    const found = await search('Wie viele Wochen beträgt die Kündigungsfrist?', asking(tenant))
    expect(found.passages[0]?.text).toBe(german)
    expect(found.evidence.agreement).toBeNull()
    expect(found).not.toHaveProperty('degraded')
    expect((await search('How many weeks of vacation?', asking(tenant))).evidence.agreement).toBe(1)
  })

  it('puts passages in the order of a re-ranking model, or says that it was left out', async () => {
    const tenant = newTenant()
    const other = 'The deductible is paid once a year to the plan, which is annual.'
    for (const text of [other, DEDUCTIBLE, VACATION]) await add(tenant, { text })
    const score = async (_: string, texts: readonly string[]) => texts.map((text) => (text.includes(other) ? 1 : 0))
    const reranker = { name: 'test', score }
    const ask = { query: 'What is the annual deductible of the plan?', top_k: 5 }
    const reranked = createRetrieval({ ...opened, reranker })
    const { passages: found, degraded } = await reranked.search(ask, asking(tenant))
    expect([found[0]?.text, degraded]).toEqual([other, undefined])
    const down = { name: 'test', score: () => Promise.reject(new Error('down')) }
    const limping = createRetrieval({ ...opened, reranker: down })
    expect((await limping.search(ask, asking(tenant))).degraded).toEqual(['rerank'])
  })
})
