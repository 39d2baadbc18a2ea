import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Conversation, ConversationDetails, ConversationPage } from '../../contracts/conversations.ts'
import { type AnswerEnvelope, AskInput } from '../../contracts/orchestration.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { SearchInput } from '../../contracts/retrieval.ts'
import { cleanAnswers } from '../../ingestion/purge-answers.ts'
import { createAnalysers } from '../../language/analyser.ts'
import { createExtractiveModel } from '../../platform/chat-model/extractive.ts'
import { answers, conversations, documents } from '../../platform/database/schema.ts'
import { contextFor, createManualClock, principalFor } from '../../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { rankedPassage, searchOutput } from '../../testing/ranked-passages.ts'
import { createBudgets } from '../budgets.ts'
import { createKeptStreams } from '../kept-streams.ts'
import { createOrchestration } from '../orchestration.ts'
import { DEFAULT_WORDING } from '../prompts/default-wording.ts'
import { createAnswerRecorder } from '../record-answer.ts'
import { orchestrationRoutes } from '../routes.ts'
import { conversationRoutes } from './conversation-routes.ts'
import { createHistoryReader } from './read-history.ts'

const ANNA = { object_id: 'anna' }
const BERT = { object_id: 'bert' }
const TEXT = 'Parental leave is requested from the manager. Parental leave lasts 16 weeks.'

let database: TestDatabase
let server: TestServer
let tenant_id: string
let handbook: string
const clock = createManualClock()
const searched: string[] = []
/** Runs while the next question is searched for. */
let meanwhile: () => Promise<unknown> = async () => undefined

beforeAll(async () => {
  database = await openTestDatabase()
  server = await openTestServer({ roles: ['orchestration'], clock })
  const analysers = createAnalysers()
  const model = createExtractiveModel({ analysers })
  const budgets = createBudgets({
    database,
    defaults: { userTokensPerDay: 0, tenantTokensPerDay: 0 },
  })
  const search = async ({ query }: Pick<SearchInput, 'query'>) => {
    searched.push(query)
    await meanwhile()
    const passage = rankedPassage({ text: TEXT, document_id: handbook, title: 'Handbook', heading: ['Family'] })
    return searchOutput([passage])
  }
  const orchestration = createOrchestration({
    retrieval: { search },
    models: [model],
    analysers,
    readHistory: createHistoryReader(database),
    activeWording: async () => DEFAULT_WORDING,
    countUnreadable: async () => 0,
    recordAnswer: createAnswerRecorder({
      database,
      budgets,
      content: 'full',
      linker: { link: () => undefined },
    }),
    budgets,
    logger: pino({ enabled: false }),
  })
  await server.app.register(
    orchestrationRoutes(
      orchestration,
      createKeptStreams(async () => null),
    ),
  )
  await server.app.register(conversationRoutes({ database }))
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
  handbook = randomUUID()
  searched.length = 0
  meanwhile = async () => undefined
  const names = { source: 'upload', externalId: handbook, title: 'Handbook', createdBy: 'anna' }
  const row = { tenantId: tenant_id, id: handbook, access: ['everyone'], currentVersion: 1, newestVersion: 1 }
  await database.system.insert(documents).values({ ...row, ...names })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
async function send(method: Method, url: string, payload?: object, by: Partial<Principal> = ANNA) {
  clock.advance(1_000)
  const context = { ...contextFor({ tenant_id, ...by }), requestId: randomUUID() }
  const headers = await server.headersOf(context)
  return server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
}
const begin = async (payload: object = {}, by = ANNA) =>
  (await send('POST', '/api/conversations', payload, by)).json<Conversation>()
const ask = async (conversation_id: string, query: string, by = ANNA) =>
  send('POST', '/api/ask', { query, conversation_id }, by)
const read = async (id: string) => (await send('GET', `/api/conversations/${id}`)).json<ConversationDetails>()
const list = async (query = '', by = ANNA) =>
  (await send('GET', `/api/conversations${query}`, undefined, by)).json<ConversationPage>()
const change = (set: Partial<typeof documents.$inferInsert>) =>
  database.system
    .update(documents)
    .set(set)
    .where(and(eq(documents.tenantId, tenant_id), eq(documents.id, handbook)))

/** Ask two questions, the second of which needs the first. */
async function talk(): Promise<string> {
  const { id } = await begin()
  await ask(id, 'How do I request parental leave?')
  await ask(id, 'How long does it last?')
  return id
}

describe('a conversation', () => {
  it('keeps questions in order, and understands a follow-up with those before it', async () => {
    const id = await talk()
    expect(searched).toEqual(['How do I request parental leave?', 'How long does it last? (request parental leave)'])
    const { turns, ...rest } = await read(id)
    expect(rest).toMatchObject({ id, title: 'How do I request parental leave?', questions: 2 })
    expect(turns.map(({ query, standalone_question }) => [query, standalone_question])).toEqual([
      ['How do I request parental leave?', null],
      ['How long does it last?', 'How long does it last? (request parental leave)'],
    ])
    expect(turns[1]?.answer?.answer).toContain('16 weeks')
  })

  it('tells in the answer how a follow-up was read, and nothing of a question that stood for itself', async () => {
    const { id } = await begin()
    const first = await ask(id, 'How do I request parental leave?')
    expect(first.json<AnswerEnvelope>()).not.toHaveProperty('standalone_question')
    const second = await ask(id, 'Why?')
    expect(second.json<AnswerEnvelope>().standalone_question).toBe('Why? (request parental leave)')
  })

  it('lets no answer to a question of it be given again', async () => {
    const { id } = await begin()
    const query = 'How long does parental leave last?'
    expect((await send('POST', '/api/ask', { query })).headers).toHaveProperty('x-footnote-cacheable')
    expect((await ask(id, query)).headers).not.toHaveProperty('x-footnote-cacheable')
    expect(AskInput.safeParse({ query, conversation_id: 'x' }).success).toBe(false)
  })

  it('is nobody else’s, as little as one that never was', async () => {
    const id = await talk()
    const nobodys = randomUUID()
    const tries = (of: string) =>
      [
        ['GET', `/api/conversations/${of}`],
        ['GET', `/api/conversations/${of}/export`],
        ['PATCH', `/api/conversations/${of}`, { title: 'Mine' }],
        ['POST', '/api/ask', { query: 'How long?', conversation_id: of }],
      ] as const
    for (const [place, [method, url, payload]] of tries(id).entries()) {
      const [otherMethod, otherUrl, otherPayload] = tries(nobodys)[place]!
      const foreign = await send(method, url, payload, BERT)
      const missing = await send(otherMethod, otherUrl, otherPayload, BERT)
      expect([url, foreign.statusCode]).toEqual([url, 404])
      const same = { instance: null, request_id: null }
      expect({ ...foreign.json(), ...same }).toEqual({ ...missing.json(), ...same })
    }
    expect((await send('DELETE', `/api/conversations/${id}`, undefined, BERT)).statusCode).toBe(204)
    expect((await read(id)).turns).toHaveLength(2)
    expect((await list('', BERT)).conversations).toEqual([])
  })

  it('takes no more questions once it is full', async () => {
    const { id } = await begin()
    const row = {
      tenantId: tenant_id,
      objectId: 'anna',
      requestId: 'r',
      query: 'Q',
      outcome: 'failed',
      durationInMs: 1,
    }
    const rows = Array.from({ length: 200 }, () => ({ ...row, id: randomUUID(), conversationId: id }))
    await database.system.insert(answers).values(rows)
    const reply = await ask(id, 'How long?')
    expect([reply.statusCode, reply.json().code]).toEqual([409, 'not-allowed-now'])
  })
})

describe('what a conversation shows of its sources now', () => {
  it('says that one has changed', async () => {
    const id = await talk()
    await change({ currentVersion: 2, newestVersion: 2 })
    const { turns } = await read(id)
    expect(turns[0]?.sources_changed).toBe(true)
    const states = turns[0]?.answer?.citations.map(({ source_state }) => source_state)
    expect(new Set(states)).toEqual(new Set(['changed']))
  })

  it.each([
    ['deleted', { deletedAt: new Date() }],
    ['closed to the asker', { access: ['user:bert'] }],
  ])('shows no quote of one that is %s, no reading made with it, and uses neither', async (_, set) => {
    const id = await talk()
    await change(set)
    const shown = await read(id)
    for (const words of ['16 weeks', 'from the manager', handbook, '(request']) {
      expect(JSON.stringify(shown)).not.toContain(words)
      expect((await send('GET', `/api/conversations/${id}/export`)).body).not.toContain(words)
    }
    expect(shown.turns.map(({ query }) => query)).toEqual([
      'How do I request parental leave?',
      'How long does it last?',
    ])
    searched.length = 0
    await ask(id, 'Who approves it?')
    expect(searched).toEqual(['Who approves it? (request parental leave)'])
  })

  it('keeps no reading of a follow-up when what was cited before is purged', async () => {
    const id = await talk()
    await change({ deletedAt: new Date() })
    await cleanAnswers({ orm: database.forTenant(tenant_id), tenantId: tenant_id, documentIds: [handbook] })
    const rows = await database.system.select().from(answers).where(eq(answers.conversationId, id))
    expect(rows.map(({ standaloneQuestion }) => standaloneQuestion)).toEqual([null, null])
    expect(JSON.stringify(rows)).not.toContain('16 weeks')
  })
})

describe('the list of conversations', () => {
  it('gives each once, the last used first, page by page', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.unshift((await begin({ title: `Talk ${n}` })).id)
    await ask(ids[4]!, 'How do I request parental leave?')
    ids.unshift(...ids.splice(4, 1))
    const first = await list('?limit=2')
    const second = await list(`?limit=2&cursor=${first.next_cursor}`)
    const third = await list(`?limit=2&cursor=${second.next_cursor}`)
    expect(third.next_cursor).toBeNull()
    expect([first, second, third].flatMap((page) => page.conversations).map(({ id }) => id)).toEqual(ids)
  })

  it('is searched by titles and questions, and by no words of answers', async () => {
    const asked = await talk()
    const titled = (await begin({ title: 'Costs of 100% leave_days' })).id
    const found = async (search: string) =>
      (await list(`?search=${encodeURIComponent(search)}`)).conversations.map(({ id }) => id)
    expect(await found('PARENTAL')).toEqual([asked])
    expect(await found('100%')).toEqual([titled])
    expect(await found('leave_d')).toEqual([titled])
    expect(await found('leave')).toEqual([titled, asked])
    expect(await found('16 weeks')).toEqual([])
    expect(await found('%')).toEqual([titled])
  })
})

describe('renaming, exporting and deleting', () => {
  it('gives another title', async () => {
    const id = await talk()
    const reply = await send('PATCH', `/api/conversations/${id}`, { title: ' Leave ' })
    expect(reply.json()).toMatchObject({ id, title: 'Leave', questions: 2 })
    expect((await send('PATCH', `/api/conversations/${id}`, { title: ' ' })).statusCode).toBe(400)
  })

  it('exports Markdown whose footnotes do not meet, and the same as JSON', async () => {
    const id = await talk()
    const { body, headers } = await send('GET', `/api/conversations/${id}/export`)
    expect(headers['content-disposition']).toBe(`attachment; filename="conversation-${id}.md"`)
    expect(body.match(/^#+ .*/gm)).toEqual([
      '# How do I request parental leave?',
      '## How do I request parental leave?',
      '## How long does it last?',
    ])
    const notes = body.match(/^\[\^[^\]]+\]:/gm) ?? []
    expect(notes).toEqual([...new Set(notes)])
    expect(notes).toEqual(expect.arrayContaining(['[^1-1]:', '[^2-1]:']))
    const json = await send('GET', `/api/conversations/${id}/export?format=json`)
    expect(json.json()).toEqual(await read(id))
  })

  it('deletes questions, answers and title, and leaves what they took', async () => {
    const id = await talk()
    for (let n = 0; n < 2; n++) expect((await send('DELETE', `/api/conversations/${id}`)).statusCode).toBe(204)
    expect((await send('GET', `/api/conversations/${id}`)).statusCode).toBe(404)
    const rows = await database.system.select().from(answers).where(eq(answers.tenantId, tenant_id))
    const empty = { query: '', envelope: null, standaloneQuestion: null, conversationId: null }
    expect(rows).toMatchObject([empty, empty])
    expect(rows.map(({ mode }) => mode)).toEqual(['extractive', 'extractive'])
  })

  it('keeps nothing of an answer whose conversation is deleted while it is made', async () => {
    const { id } = await begin()
    meanwhile = () => send('DELETE', `/api/conversations/${id}`)
    expect((await ask(id, 'How do I request parental leave?')).statusCode).toBe(200)
    const rows = await database.system.select().from(answers).where(eq(answers.tenantId, tenant_id))
    expect(rows).toMatchObject([{ query: '', envelope: null, conversationId: null, forgottenAt: expect.any(Date) }])
  })

  it('lets nobody see conversations of another tenant, whatever a statement forgets', async () => {
    const id = await talk()
    const other = await database.newTenant()
    expect(await database.forTenant(other).select().from(conversations)).toEqual([])
    const context = contextFor({ ...principalFor(ANNA), tenant_id: other })
    await expect(createHistoryReader(database)(id, context)).rejects.toMatchObject({ code: 'not-found' })
  })
})
