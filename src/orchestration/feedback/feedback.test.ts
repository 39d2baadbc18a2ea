import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ExplainedAnswer } from '../../contracts/answer-records.ts'
import type { AnswerDetails } from '../../contracts/answers.ts'
import type { Feedback, FeedbackInput } from '../../contracts/feedback.ts'
import type { Principal } from '../../contracts/principal.ts'
import { createRecordLinker } from '../../platform/audit/link-records.ts'
import { answerFeedback } from '../../platform/database/feedback-schema.ts'
import { usageEvents, usageMarks } from '../../platform/database/usage-schema.ts'
import { contextFor, createManualClock, principalFor } from '../../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { testSigner } from '../../testing/record-signer.ts'
import { answerRoutes } from '../answer-routes.ts'
import { createBudgets } from '../budgets.ts'
import { conversationRoutes } from '../conversations/conversation-routes.ts'
import { createAnswerRecorder } from '../record-answer.ts'
import { recordRoutes } from '../records/record-routes.ts'

const clock = createManualClock()
const ANNA = { object_id: 'anna' }
let database: TestDatabase
let server: TestServer
let tenant_id: string
beforeAll(async () => {
  database = await openTestDatabase()
  server = await openTestServer({ roles: ['orchestration'], clock })
  for (const routes of [answerRoutes, recordRoutes, conversationRoutes])
    await server.app.register(routes({ database, signer: testSigner, copies: null }))
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

/** Record an abstention of Anna and return its id. */
async function asked({ content = 'full', conversationId = null }: Asked = {}): Promise<string> {
  await using linker = createRecordLinker({
    database,
    signer: testSigner,
    copies: null,
    logger: pino({ enabled: false }),
  })
  const budgets = createBudgets({ database, defaults: { userTokensPerDay: 0, tenantTokensPerDay: 0 } })
  const record = createAnswerRecorder({ database, budgets, content, linker })
  const principal = principalFor({ tenant_id, ...ANNA, group_ids: ['sales'] })
  const tokens = { prompt: 7, completion: 0, costInMicros: 0 }
  const made = { mode: 'extractive', model: 'extractive', promptTokens: 7, completionTokens: 0, trace: null } as const
  const asked = {
    id: randomUUID(),
    tenantId: tenant_id,
    objectId: 'anna',
    requestId: 'r',
    query: 'Why?',
    conversationId,
  }
  const how = { outcome: 'abstained', reused: false, durationInMs: 12, standaloneQuestion: null } as const
  const rest = { fallbackReason: null, sentencesDropped: 0, promptVersion: null, envelope: null }
  await record({ ...asked, ...made, ...how, ...rest }, { principal, tokens, reservations: [], at: clock.now() })
  return asked.id
}
interface Asked {
  readonly content?: 'full' | 'hashes'
  readonly conversationId?: string | null
}

async function send(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object, by: Partial<Principal> = ANNA) {
  const headers = await server.headersOf(contextFor({ tenant_id, ...by }))
  return server.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
}
const rate = async (id: string, said: FeedbackInput, by = ANNA) => send('POST', `/api/answers/${id}/feedback`, said, by)
const ofTenant = () => eq(usageEvents.tenantId, tenant_id)

describe('feedback', () => {
  it('is shown with the answer, and replaced by what is said later', async () => {
    const id = await asked()
    expect((await send('GET', `/api/answers/${id}`)).json<AnswerDetails>().feedback).toBeNull()
    await rate(id, { rating: 'down', reason: 'outdated', text: 'There is a newer handbook.' })
    clock.advance(1_000)
    const last = (await rate(id, { rating: 'up' })).json<Feedback>()
    expect(last).toEqual({ rating: 'up', reason: null, text: null, at: new Date(clock.now()).toISOString() })
    expect((await send('GET', `/api/answers/${id}`)).json<AnswerDetails>().feedback).toEqual(last)
  })

  it('is shown in the conversation, and in the explanation without the words', async () => {
    const conversation = (await send('POST', '/api/conversations', {})).json<{ id: string }>()
    const id = await asked({ conversationId: conversation.id })
    await rate(id, { rating: 'down', reason: 'wrong', text: 'It is 30 days.' })
    const { turns } = (await send('GET', `/api/conversations/${conversation.id}`)).json<{ turns: AnswerDetails[] }>()
    expect(turns.map(({ feedback }) => feedback?.text)).toEqual(['It is 30 days.'])
    const explained = await send('GET', `/api/answers/${id}/explain`, undefined, { object_id: 'x', roles: ['Admin'] })
    expect(explained.json<ExplainedAnswer>().feedback).toMatchObject({ rating: 'down', reason: 'wrong' })
    expect(explained.body).not.toContain('30 days')
  })

  it('is for whoever asked alone, and for what is still there', async () => {
    const id = await asked()
    expect((await rate(id, { rating: 'up' }, { object_id: 'bert' })).statusCode).toBe(404)
    expect((await rate(randomUUID(), { rating: 'up' })).statusCode).toBe(404)
    clock.advance(1_000)
    await send('DELETE', `/api/answers/${id}`)
    expect((await rate(id, { rating: 'up' })).statusCode).toBe(404)
    expect(await database.forTenant(tenant_id).select().from(answerFeedback)).toEqual([])
  })

  it.each([
    ['another rating', { rating: 'sideways' }],
    ['another reason', { rating: 'up', reason: 'no idea' }],
    ['too many words', { rating: 'up', text: 'x'.repeat(2_001) }],
    ['nothing', {}],
  ])('refuses %s', async (_, body) => {
    expect((await send('POST', `/api/answers/${await asked()}/feedback`, body)).statusCode).toBe(400)
  })

  it('goes with the answer; that it was good or bad is still counted', async () => {
    const id = await asked()
    await rate(id, { rating: 'down', reason: 'wrong', text: 'secret words' })
    clock.advance(1_000)
    await send('DELETE', `/api/answers/${id}`)
    expect(await database.forTenant(tenant_id).select().from(answerFeedback)).toEqual([])
    const [event] = await database.system.select().from(usageEvents).where(ofTenant())
    expect(event).toMatchObject({ id, rating: 'down', reason: 'wrong' })
  })

  it('keeps no words where none of the answer are kept', async () => {
    const id = await asked({ content: 'hashes' })
    const said = await rate(id, { rating: 'down', reason: 'other', text: 'secret words' })
    expect(said.json()).toMatchObject({ rating: 'down', reason: 'other', text: null })
    expect(await database.forTenant(tenant_id).select({ text: answerFeedback.text }).from(answerFeedback)).toEqual([
      { text: null },
    ])
  })
})

describe('the usage of a question', () => {
  it('is written down with it, and marks the hour as out of date, again when it is rated', async () => {
    const id = await asked()
    const [event] = await database.system.select().from(usageEvents).where(ofTenant())
    expect(event).toMatchObject({
      id,
      objectId: 'anna',
      groupIds: ['sales'],
      collections: [],
      model: 'extractive',
      outcome: 'abstained',
      reused: false,
      promptTokens: 7,
      durationInMs: 12,
      firstTextInMs: null,
      rating: null,
    })
    await rate(id, { rating: 'up' })
    const hour = new Date(Math.floor(clock.now() / 3_600_000) * 3_600_000)
    const marks = await database.system
      .select({ grain: usageMarks.grain, start: usageMarks.start })
      .from(usageMarks)
      .where(eq(usageMarks.tenantId, tenant_id))
    expect(marks).toEqual([1, 2].map(() => ({ grain: 'hour', start: hour })))
  })
})
