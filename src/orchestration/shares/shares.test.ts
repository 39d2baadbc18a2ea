import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { REMOVED_SENTENCE } from '../../contracts/removed-sentence.ts'
import type { SharedAnswer, ShareLink, ShareState } from '../../contracts/shared-answers.ts'
import { documents } from '../../platform/database/schema.ts'
import { contextFor, createManualClock, principalFor } from '../../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { recordAnswerFrom } from '../../testing/record-answer-from.ts'
import { answerRoutes } from '../answer-routes.ts'
import { shareRoutes } from './share-routes.ts'

let database: TestDatabase
let server: TestServer
let tenant_id: string
const clock = createManualClock()
beforeAll(async () => {
  database = await openTestDatabase()
  server = await openTestServer({ roles: ['orchestration'], clock })
  await server.app.register(answerRoutes({ database }))
  await server.app.register(shareRoutes({ database }))
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function addDocument(access: readonly string[]): Promise<string> {
  const id = randomUUID()
  const names = { source: 'upload', externalId: id, title: 'Handbook', createdBy: 'anna' }
  const versions = { currentVersion: 1, newestVersion: 1 }
  await database.system
    .insert(documents)
    .values({ tenantId: tenant_id, id, access: [...access], ...versions, ...names })
  return id
}

async function ask(documentIds: readonly string[], object_id = 'anna'): Promise<string> {
  return recordAnswerFrom(documentIds, { database, clock, principal: principalFor({ tenant_id, object_id }) })
}

async function send(method: 'GET' | 'POST' | 'DELETE', url: string, object_id = 'anna', tenant = tenant_id) {
  const headers = await server.headersOf(contextFor({ tenant_id: tenant, object_id }))
  return server.app.inject({ method, url, headers })
}
const share = async (answer: string) => (await send('POST', `/api/answers/${answer}/share`)).json<ShareLink>()
const open = async (link: string, by = 'bert', tenant = tenant_id) =>
  send('GET', `/api/shared-answers/${link}`, by, tenant)

describe('a shared answer', () => {
  it('is shown whole to whoever may read all that it rests on', async () => {
    const answer = await ask([await addDocument(['everyone'])])
    const shown = await open((await share(answer)).id)
    expect(shown.json<SharedAnswer>()).toMatchObject({
      query: `Question of ${answer}?`,
      sources: 1,
      withheld: 0,
      answer: { answer: 'Sentence 0. [1]', citations: [{ quote: 'quote 0', source_state: 'current' }] },
    })
    expect(shown.json()).not.toHaveProperty('feedback')
  })

  it('lacks what rests on documents that its reader may not read, now and not when it was shared', async () => {
    const [open1, secret] = [await addDocument(['everyone']), await addDocument(['user:anna', 'user:bert'])]
    const { id } = await share(await ask([open1, secret]))
    expect((await open(id, 'carl')).json<SharedAnswer>()).toMatchObject({
      sources: 2,
      withheld: 1,
      answer: { answer: `Sentence 0. [1] ${REMOVED_SENTENCE} [2]`, citations: [{ number: 1 }, { number: 2 }] },
    })
    expect((await open(id, 'carl')).body).not.toContain('quote 1')
    expect((await open(id, 'bert')).body).toContain('quote 1')
    const row = and(eq(documents.tenantId, tenant_id), eq(documents.id, secret))
    await database.system
      .update(documents)
      .set({ access: ['user:anna'] })
      .where(row)
    expect((await open(id, 'bert')).body).not.toContain('quote 1')
  })

  it('has one link, until that is ended; the next one is another', async () => {
    const answer = await ask([await addDocument(['everyone'])])
    const state = async () => (await send('GET', `/api/answers/${answer}/share`)).json<ShareState>()
    expect(await state()).toEqual({ link: null })
    const first = await share(answer)
    expect([await share(answer), (await state()).link]).toEqual([first, first])
    for (let n = 0; n < 2; n++) expect((await send('DELETE', `/api/answers/${answer}/share`)).statusCode).toBe(204)
    expect([await state(), (await open(first.id)).statusCode]).toEqual([{ link: null }, 404])
    expect((await share(answer)).id).not.toBe(first.id)
  })

  it('goes with the answer', async () => {
    const answer = await ask([await addDocument(['everyone'])])
    const { id } = await share(answer)
    await send('DELETE', `/api/answers/${answer}`)
    expect((await open(id)).statusCode).toBe(404)
    expect((await open(id, 'anna')).statusCode).toBe(404)
  })

  it('can be shared, and its link ended, by whoever asked only', async () => {
    const answer = await ask([await addDocument(['everyone'])])
    const { id } = await share(answer)
    const path = `/api/answers/${answer}/share`
    const [made, seen] = await Promise.all([send('POST', path, 'bert'), send('GET', path, 'bert')])
    expect([made.statusCode, seen.statusCode]).toEqual([404, 404])
    expect((await send('DELETE', path, 'bert')).statusCode).toBe(204)
    expect((await open(id)).statusCode).toBe(200)
  })
})

it('answers for links of other tenants, ended ones and the ids of answers as for those that never were', async () => {
  const answer = await ask([await addDocument(['everyone'])])
  const { id } = await share(answer)
  const foreign = await database.newTenant()
  const ended = await ask([await addDocument(['everyone'])])
  const gone = (await share(ended)).id
  await send('DELETE', `/api/answers/${ended}/share`)
  const never = await open(randomUUID())
  for (const reply of [await open(id, 'anna', foreign), await open(gone), await open(answer)]) {
    expect([reply.statusCode, reply.headers['content-type'], reply.body]).toEqual([
      never.statusCode,
      never.headers['content-type'],
      never.body,
    ])
  }
  expect(never.statusCode).toBe(404)
})
