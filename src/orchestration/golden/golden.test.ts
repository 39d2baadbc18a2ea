import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { GoldenCase, GoldenGenerated, GoldenImported, GoldenPage } from '../../contracts/golden-cases.ts'
import type { Principal } from '../../contracts/principal.ts'
import { deleteDocument } from '../../ingestion/delete-document.ts'
import { loadTexts } from '../../ingestion/load-texts.ts'
import { textHashOf } from '../../ingestion/passage-texts.ts'
import { purgeDocument } from '../../ingestion/purge-document.ts'
import { goldenCases } from '../../platform/database/evaluation-schema.ts'
import { answers, documents, passages } from '../../platform/database/schema.ts'
import { readAcceptedCases } from '../../platform/golden-cases/accepted-cases.ts'
import { forgetRows } from '../../platform/kept-answers/forget-rows.ts'
import { contextFor } from '../../testing/call-contexts.ts'
import { openTestLibrary, type TestLibrary } from '../../testing/open-test-library.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { rankedPassage } from '../../testing/ranked-passages.ts'
import { giveFeedback } from '../feedback/give-feedback.ts'
import { goldenRoutes } from './golden-routes.ts'

const LEAVE = 'Annual leave is 25 days for everybody who works full time. '.repeat(3)
const PLAN = 'The secret plan is to move the office to the harbour next summer. '.repeat(3)
const QUOTE = { external_id: 'leave.txt', quote: 'annual  leave is 25 days' }

let library: TestLibrary
let server: TestServer
let tenant_id: string
beforeAll(async () => {
  library = await openTestLibrary()
  server = await openTestServer({ roles: ['orchestration'], clock: library.clock })
  const extractive = { name: 'extractive', mode: 'extractive' } as never
  await server.app.register(goldenRoutes({ database: library.database, models: [extractive] }))
})
beforeEach(async () => {
  tenant_id = await library.database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await library[Symbol.asyncDispose]()
})

const contextOf = (by: Partial<Principal> = {}) =>
  contextFor({ tenant_id, object_id: 'ada', roles: ['Admin'], ...by }, { clock: library.clock })

/** Add a document with one passage. Returns its id. */
async function addText(externalId: string, text: string, access = ['everyone']): Promise<string> {
  await loadTexts(library, 'loaded', [{ externalId, title: externalId, text }], contextOf())
  const named = and(eq(documents.tenantId, tenant_id), eq(documents.externalId, externalId))
  const [row] = await library.database.system.update(documents).set({ access }).where(named).returning()
  return row?.id ?? ''
}

/** Let the only passage of a document say something else, as a newer version does. */
async function change(documentId: string, text: string): Promise<void> {
  const those = and(eq(passages.tenantId, tenant_id), eq(passages.documentId, documentId))
  await library.database.system
    .update(passages)
    .set({ text, textHash: textHashOf(text) })
    .where(those)
}

async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', body?: object, by: Partial<Principal> = {}) {
  const headers = await server.headersOf(contextOf(by))
  const url = `/api/evaluation/cases${path}`
  return server.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
}
const list = async (query = '', by: Partial<Principal> = {}) =>
  (await call('GET', query, undefined, by)).json<GoldenPage>().cases
const accepted = () => readAcceptedCases(library.database.forTenant(tenant_id), tenant_id)

describe('a golden question by hand', () => {
  it('is bound to the words of the passage that its quote stands in, and accepted', async () => {
    await addText('leave.txt', LEAVE)
    const made = await call('POST', '', { question: 'How much leave?', truth: '25 days', evidence: [QUOTE] })
    expect(made.statusCode).toBe(201)
    expect(made.json<GoldenCase>()).toMatchObject({
      question: 'How much leave?',
      truth: ['25 days'],
      evidence: [
        { external_id: 'leave.txt', stale: false, text_hash: expect.stringMatching(/./), quote: LEAVE.trim() },
      ],
      state: 'accepted',
      origin: 'hand',
      decided_by: 'ada',
    })
    expect((await accepted()).cases).toMatchObject([{ question: 'How much leave?', evidence: [[expect.any(String)]] }])
    expect((await call('POST', '', { question: 'How much leave?' })).json()).toMatchObject({ code: 'not-allowed-now' })
  })

  it('is stale from the moment when the document says it in other words, and not measured on', async () => {
    const documentId = await addText('leave.txt', LEAVE)
    const { id } = (await call('POST', '', { question: 'How much leave?', evidence: [QUOTE] })).json<GoldenCase>()
    await change(documentId, LEAVE.replaceAll('25', '30'))
    expect(await list()).toMatchObject([{ stale: true, evidence: [{ stale: true, quote: null }] }])
    expect(await accepted()).toEqual({ cases: [], stale: 1 })
    const again = { question: 'How much leave?', evidence: [{ ...QUOTE, quote: 'leave is 30 days' }] }
    expect((await call('PUT', `/${id}`, again)).json()).toMatchObject({ stale: false })
    expect(await accepted()).toMatchObject({ cases: [{ id }], stale: 0 })
  })

  it.each([
    [
      'words that do not stand there',
      { external_id: 'leave.txt', quote: 'thirty days' },
      'copy them from the document',
    ],
    ['a document that is not there', { external_id: 'nowhere.txt' }, 'may not read it'],
    ['no document at all', { quote: 'leave' }, 'name the document'],
  ])('is refused with %s', async (_, evidence, sentence) => {
    await addText('leave.txt', LEAVE)
    const refused = await call('POST', '', { question: 'How much leave?', evidence: [evidence] })
    expect(refused.statusCode).toBeGreaterThanOrEqual(400)
    expect(refused.json<{ detail: string }>().detail).toContain(sentence)
  })

  it('is only there for those who may read what it rests on', async () => {
    await addText('plan.txt', PLAN, ['user:ada'])
    const evidence = [{ external_id: 'plan.txt', quote: 'secret plan' }]
    const { id } = (await call('POST', '', { question: 'What is planned?', evidence })).json<GoldenCase>()
    const bob = { object_id: 'bob' }
    expect(await list('', bob)).toEqual([])
    for (const [method, path] of [
      ['POST', `/${id}/refuse`],
      ['PUT', `/${id}`],
    ] as const)
      expect((await call(method, path, { question: 'What is planned?' }, bob)).statusCode).toBe(404)
    expect((await call('DELETE', `/${id}`, undefined, bob)).statusCode).toBe(204)
    expect(await list()).toHaveLength(1)
    expect((await call('POST', '', { question: 'And?', evidence }, bob)).json()).toMatchObject({
      code: 'document-not-found',
    })
    expect((await call('GET', '', undefined, { roles: ['Contributor'] })).statusCode).toBe(403)
  })

  it('goes with the document that it rests on', async () => {
    const documentId = await addText('leave.txt', LEAVE)
    await call('POST', '', { question: 'How much leave?', truth: '25 days', evidence: [QUOTE] })
    await deleteDocument(library, documentId, contextOf())
    await purgeDocument(library, { tenant_id, document_id: documentId })
    expect(await library.database.system.select().from(goldenCases).where(eq(goldenCases.tenantId, tenant_id))).toEqual(
      [],
    )
  })
})

describe('golden questions of a file', () => {
  it('are taken as far as they fit, and taken again replace themselves', async () => {
    await addText('leave.txt', LEAVE)
    const cases = [
      { question: 'How much leave?', truth: ['25 days'], evidence: [QUOTE] },
      { question: 'What is the weather?' },
      { question: 'Who?', evidence: [{ external_id: 'nowhere.txt' }] },
    ]
    const first = (await call('POST', '/import', { cases })).json<GoldenImported>()
    expect(first).toMatchObject({ created: 2, replaced: 0, refused: [{ line: 3 }] })
    expect((await call('POST', '/import', { cases })).json()).toMatchObject({ created: 0, replaced: 2 })
    expect((await list()).map(({ question }) => question).toSorted()).toEqual([
      'How much leave?',
      'What is the weather?',
    ])
    expect((await call('GET', '?limit=1')).json<GoldenPage>().next_cursor).not.toBeNull()
  })
})

describe('golden questions from documents', () => {
  it('are written by rules, bound to their passage, proposed once and wait for review', async () => {
    await addText('leave.txt', LEAVE)
    await addText('plan.txt', PLAN, ['user:bob'])
    const made = (await call('POST', '/generate', {})).json<GoldenGenerated>()
    expect(made).toEqual({ proposed: 1, by: 'rules' })
    const [proposed] = await list('?state=proposed')
    expect(proposed).toMatchObject({ question: 'What is Annual leave?', origin: 'rules', evidence: [{ stale: false }] })
    expect((await accepted()).cases).toEqual([])
    expect((await call('POST', '/generate', {})).json()).toMatchObject({ proposed: 0 })
    expect((await call('POST', `/${proposed?.id}/accept`)).json()).toMatchObject({
      state: 'accepted',
      decided_by: 'ada',
    })
    expect((await accepted()).cases).toHaveLength(1)
    expect((await call('POST', '/generate', { by: 'model' })).json()).toMatchObject({ code: 'not-allowed-now' })
  })
})

describe('an answer that was called good', () => {
  async function answered(documentId: string): Promise<string> {
    const [passage] = await library.registered(tenant_id, documentId)
    const { relevance_score, ...place } = rankedPassage({
      text: LEAVE,
      document_id: documentId,
      passage_id: passage?.id ?? '',
    })
    const citation = { ...place, number: 1, quote: LEAVE, relevance_score }
    const envelope = {
      outcome: 'answered',
      answer: 'It is 25 days [1].',
      sentences: [{ text: 'It is 25 days.', start: 0, end: 18, citations: [1] }],
      citations: [citation],
      confidence: 0.9,
      confidence_level: 'high',
      nearest_passages: [],
      made_by: { mode: 'extractive', model: 'extractive', fallback_reason: null },
      token_usage: { prompt: 0, completion: 0, total: 0 },
    }
    const id = randomUUID()
    const asked = { objectId: 'eve', requestId: 'r', query: 'How much leave?', outcome: 'answered', durationInMs: 1 }
    await library.database.system.insert(answers).values({ tenantId: tenant_id, id, ...asked, envelope })
    return id
  }
  const rate = (id: string, rating: 'up' | 'down') =>
    giveFeedback(library.database, { id, rating }, contextOf({ object_id: 'eve', roles: ['Reader'] }))

  it('is proposed with its sentences and passages, and no longer when it is called bad', async () => {
    const documentId = await addText('leave.txt', LEAVE)
    const id = await answered(documentId)
    await rate(id, 'up')
    await rate(id, 'up')
    expect(await list()).toMatchObject([
      {
        question: 'How much leave?',
        truth: ['It is 25 days.'],
        state: 'proposed',
        origin: 'feedback',
        evidence: [{ stale: false }],
      },
    ])
    await rate(id, 'down')
    expect(await list()).toEqual([])
  })

  it('is forgotten with its question, unless somebody accepted it', async () => {
    const documentId = await addText('leave.txt', LEAVE)
    const forget = (id: string) =>
      library.database
        .forTenant(tenant_id)
        .transaction((tx) => forgetRows(tx, eq(answers.id, id), { tenantId: tenant_id, at: new Date() }))
    const first = await answered(documentId)
    await rate(first, 'up')
    await forget(first)
    expect(await list()).toEqual([])
    const second = await answered(documentId)
    await rate(second, 'up')
    const [{ id: caseId } = { id: '' }] = await list()
    await call('POST', `/${caseId}/accept`)
    await forget(second)
    expect(await list()).toMatchObject([{ state: 'accepted' }])
  })
})
