import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Principal } from '../../contracts/principal.ts'
import type { UnansweredReport } from '../../contracts/unanswered.ts'
import { createAnalysers } from '../../language/analyser.ts'
import { answerFeedback } from '../../platform/database/feedback-schema.ts'
import { answerSources, answers, documents } from '../../platform/database/schema.ts'
import { contextFor, createManualClock } from '../../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { clusterQuestions } from './cluster-questions.ts'
import { unansweredRoutes } from './unanswered-routes.ts'

const clock = createManualClock()
let database: TestDatabase
let server: TestServer
let tenant_id: string
beforeAll(async () => {
  database = await openTestDatabase()
  server = await openTestServer({ roles: ['reporting'], clock })
  await server.app.register(unansweredRoutes({ database, analysers: createAnalysers() }))
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function asked(query: string, given: Partial<typeof answers.$inferInsert> = {}): Promise<string> {
  clock.advance(1_000)
  const row = { tenantId: tenant_id, id: randomUUID(), objectId: 'anna', requestId: 'r', query, durationInMs: 1 }
  const at = new Date(clock.now())
  await database.system.insert(answers).values({ ...row, outcome: 'abstained', createdAt: at, ...given })
  return row.id
}

async function near(answerId: string, collection: string): Promise<void> {
  const [tenantId, id] = [tenant_id, randomUUID()]
  const names = { source: 'upload', externalId: id, title: 'A', access: ['everyone'], newestVersion: 1, createdBy: 'a' }
  await database.system.insert(documents).values({ tenantId, id, collection, ...names })
  await database.system.insert(answerSources).values({ tenantId, answerId, documentId: id, version: 1 })
}

async function get(query = '', by: Partial<Principal> = { roles: ['Contributor'] }) {
  const headers = await server.headersOf(contextFor({ tenant_id, ...by }, { clock }))
  clock.advance(1_000)
  return server.app.inject({ url: `/api/reports/unanswered${query}`, headers })
}

describe('questions without an answer', () => {
  it('are put together by what they are about, with where an answer would belong', async () => {
    const first = await asked('How many sabbatical weeks can I take?')
    await near(first, 'hr')
    await near(await asked('Can I take sabbatical weeks?', { objectId: 'bert' }), 'hr')
    await near(await asked('sabbatical weeks: how many can one take', { objectId: 'bert' }), 'it')
    await asked('Where is the printer?')
    const { topics, looked_at } = (await get()).json<UnansweredReport>()
    expect(looked_at).toBe(4)
    expect(topics.map(({ questions, people, collection }) => [questions, people, collection])).toEqual([
      [3, 2, 'hr'],
      [1, 1, null],
    ])
    expect(topics[0]?.examples[0]).toBe('sabbatical weeks: how many can one take')
  })

  it('are abstentions and answers that were called bad, not others', async () => {
    const bad = await asked('Who approves travel?', { outcome: 'answered' })
    await asked('Who approves leave?', { outcome: 'answered' })
    const said = { tenantId: tenant_id, answerId: bad, rating: 'down' as const, updatedAt: new Date() }
    await database.system.insert(answerFeedback).values(said)
    const { topics } = (await get()).json<UnansweredReport>()
    expect(topics).toMatchObject([{ examples: ['Who approves travel?'], abstained: 0, rated_bad: 1 }])
  })

  it('are those whose words are kept, of one tenant, for Contributors', async () => {
    await asked('', { forgottenAt: new Date() })
    expect((await get()).json()).toMatchObject({ topics: [], looked_at: 0 })
    await asked('Where is the printer?')
    expect((await get('', { roles: ['Reader'] })).statusCode).toBe(403)
    tenant_id = await database.newTenant()
    expect((await get()).json()).toMatchObject({ topics: [] })
  })

  it('lose none when they are put together, and are put together the same way each time', () => {
    const terms = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 })
    fc.assert(
      fc.property(fc.array(terms), (all) => {
        const questions = all.map((each) => ({ terms: new Set(each) }))
        const clusters = clusterQuestions(questions)
        expect(new Set(clusters.flat())).toEqual(new Set(questions))
        expect(clusters.flat()).toHaveLength(questions.length)
        expect(clusterQuestions(questions)).toEqual(clusters)
      }),
      { seed: 3 },
    )
  })
})
