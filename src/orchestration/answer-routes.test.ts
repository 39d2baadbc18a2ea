import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AnswerDetails, AnswerPage } from '../contracts/answers.ts'
import type { AnswerEnvelope } from '../contracts/orchestration.ts'
import type { Principal } from '../contracts/principal.ts'
import { REMOVED_SENTENCE } from '../contracts/removed-sentence.ts'
import { answers, documents } from '../platform/database/schema.ts'
import { contextFor, createManualClock, principalFor } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { envelopeOf, recordAnswerFrom } from '../testing/record-answer-from.ts'
import { answerRoutes } from './answer-routes.ts'

let database: TestDatabase
let server: TestServer
let tenant_id: string
const clock = createManualClock()
beforeAll(async () => {
  database = await openTestDatabase()
  server = await openTestServer({ roles: ['orchestration'], clock })
  await server.app.register(answerRoutes({ database }))
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const ANNA = { object_id: 'anna' }
const BERT = { object_id: 'bert' }

async function addDocument(given: Partial<typeof documents.$inferInsert> = {}): Promise<string> {
  const id = randomUUID()
  const names = { source: 'upload', externalId: id, title: 'Handbook', createdBy: 'anna' }
  const row = { tenantId: tenant_id, id, access: ['everyone'], currentVersion: 1, newestVersion: 1, ...names }
  await database.system.insert(documents).values({ ...row, ...given })
  return id
}

async function change(id: string, set: Partial<typeof documents.$inferInsert>): Promise<void> {
  const row = and(eq(documents.tenantId, tenant_id), eq(documents.id, id))
  await database.system.update(documents).set(set).where(row)
}

const answerFrom = (documentIds: readonly string[], by: Partial<Principal> = ANNA) =>
  recordAnswerFrom(documentIds, { database, clock, principal: principalFor({ tenant_id, ...by }) })

async function send(method: 'GET' | 'DELETE', url: string, by: Partial<Principal> = ANNA) {
  return server.app.inject({ method, url, headers: await server.headersOf(contextFor({ tenant_id, ...by })) })
}
const read = async (id: string, by = ANNA) => (await send('GET', `/api/answers/${id}`, by)).json<AnswerDetails>()
const list = async (query = '', by = ANNA) => (await send('GET', `/api/answers${query}`, by)).json<AnswerPage>()

describe('an answer of before', () => {
  it('is shown as it was given while its sources are as they were', async () => {
    const document = await addDocument()
    const id = await answerFrom([document])
    const given = envelopeOf([document])
    const { answer, ...rest } = await read(id)
    expect(rest).toEqual({
      id,
      query: `Question of ${id}?`,
      asked_at: new Date(clock.now()).toISOString(),
      outcome: 'answered',
      confidence: expect.closeTo(0.9),
      citations: 1,
      sources_changed: false,
      feedback: null,
    })
    const [citation] = given.citations
    const shown = { ...citation, passage_id: expect.any(String), source_state: 'current' }
    expect(answer).toEqual({ ...given, citations: [shown] })
  })

  it('says that a source has changed once a newer version is current, and still shows it', async () => {
    const document = await addDocument()
    const id = await answerFrom([document])
    await change(document, { newestVersion: 2 })
    expect((await read(id)).sources_changed).toBe(false)
    await change(document, { currentVersion: 2 })
    const { answer, sources_changed } = await read(id)
    expect(sources_changed).toBe(true)
    expect(answer?.citations).toEqual([expect.objectContaining({ source_state: 'changed', quote: 'quote 0' })])
    expect(answer?.answer).toContain('Sentence 0.')
  })

  it('shows nothing that rests on a document that was deleted, and the rest as before', async () => {
    const [kept, deleted] = [await addDocument(), await addDocument()]
    const id = await answerFrom([kept, deleted])
    await change(deleted, { deletedAt: new Date() })
    const details = await read(id)
    expect(details.sources_changed).toBe(true)
    expect(details.answer?.answer).toBe(`Sentence 0. [1] ${REMOVED_SENTENCE} [2]`)
    expect(details.answer?.citations[1]).toEqual({ number: 2, source_state: 'deleted' })
    for (const words of ['Sentence 1', 'quote 1', deleted]) expect(JSON.stringify(details)).not.toContain(words)
  })

  it('does not tell a document that one may no longer read from one that was deleted', async () => {
    const documentsOf = async () => [await addDocument(), await addDocument()] as const
    const [[a, b], [c, d]] = [await documentsOf(), await documentsOf()]
    const [one, other] = [await answerFrom([a, b]), await answerFrom([c, d])]
    await change(b, { deletedAt: new Date() })
    await change(d, { access: ['user:bert'] })
    const shown = async (id: string) => {
      const { answer, sources_changed } = await read(id)
      const { citations, ...rest } = answer!
      return [
        rest,
        sources_changed,
        citations.map(({ number, source_state }) => ({ number, source_state })),
        citations[1],
      ]
    }
    expect(await shown(other)).toEqual(await shown(one))
    await change(d, { access: ['everyone'] })
    expect((await read(other)).answer?.answer).toContain('Sentence 1')
  })

  it('is nobody else’s, as little as one that never was', async () => {
    const id = await answerFrom([await addDocument()])
    const nobodys = await send('GET', `/api/answers/${randomUUID()}`, ANNA)
    for (const path of [`/api/answers/${id}`, `/api/answers/${id}/export`]) {
      const reply = await send('GET', path, BERT)
      expect(reply.statusCode).toBe(404)
      expect({ ...reply.json(), instance: null }).toEqual({ ...nobodys.json(), instance: null })
    }
    expect((await send('DELETE', `/api/answers/${id}`, BERT)).statusCode).toBe(204)
    expect((await read(id)).answer).not.toBeNull()
    expect((await list('', BERT)).answers).toEqual([])
  })
})

describe('the list of answers', () => {
  it('gives each once, newest first, page by page, and says whose sources have changed', async () => {
    const [kept, changed] = [await addDocument(), await addDocument()]
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.unshift(await answerFrom(n === 2 ? [kept, changed] : [kept]))
    await change(changed, { currentVersion: 2, newestVersion: 2 })
    const first = await list('?limit=2')
    const second = await list(`?limit=2&cursor=${first.next_cursor}`)
    const third = await list(`?limit=2&cursor=${second.next_cursor}`)
    expect(third.next_cursor).toBeNull()
    const all = [first, second, third].flatMap((page) => page.answers)
    expect(all.map(({ id }) => id)).toEqual(ids)
    expect(all.map(({ sources_changed }) => sources_changed)).toEqual([false, false, true, false, false])
    expect(all.map(({ citations }) => citations)).toEqual([1, 1, 2, 1, 1])
  })

  it('names questions that were not answered as well', async () => {
    const id = await answerFrom([])
    await database.system.update(answers).set({ envelope: null, outcome: 'failed' }).where(eq(answers.id, id))
    expect((await list()).answers).toMatchObject([{ id, outcome: 'failed', citations: 0, sources_changed: false }])
    expect((await read(id)).answer).toBeNull()
    expect((await send('GET', `/api/answers/${id}/export`)).body).toContain('This question was not answered.')
  })
})

describe('an exported answer', () => {
  it('has a footnote for each source, with what became of it', async () => {
    const [current, changed, deleted] = [await addDocument(), await addDocument(), await addDocument()]
    const id = await answerFrom([current, changed, deleted])
    await change(changed, { currentVersion: 2, newestVersion: 2 })
    await change(deleted, { deletedAt: new Date() })
    const reply = await send('GET', `/api/answers/${id}/export`)
    expect(reply.headers).toMatchObject({
      'content-type': 'text/markdown; charset=utf-8',
      'content-disposition': `attachment; filename="answer-${id}.md"`,
    })
    expect(reply.body.split('\n\n')).toEqual([
      `# Question of ${id}?`,
      'Sentence 0.[^1] Sentence 1.[^2] *\\[removed: its source was deleted\\]*[^3]',
      '[^1]: **Handbook**, page 4, Leave, version 1: "quote 0"',
      '[^2]: **Handbook**, version 1: "quote 1" *There is a newer version of this document.*',
      '[^3]: \\[deleted\\]',
      'Confidence: high. Written in words of the documents.',
      '---',
      expect.stringMatching(/^Asked on 2026-03-02 09:\d\d UTC. Its sources have changed since.\n$/),
    ])
  })

  it('keeps the lines of a list', async () => {
    const id = await answerFrom([await addDocument()])
    const [row] = await database.system.select().from(answers).where(eq(answers.id, id))
    const envelope = row!.envelope as AnswerEnvelope
    const answer = 'Bring: [1]\n\n- a *rope* [1]\n- a bell [1]\n\nThen come. [1]'
    const sentences = ['Bring:', 'a *rope*', 'a bell', 'Then come.'].map((text) => {
      const start = answer.indexOf(text)
      return { text, start, end: start + `${text} [1]`.length, citations: [1] }
    })
    await database.system
      .update(answers)
      .set({ envelope: { ...envelope, answer, sentences } })
      .where(eq(answers.id, id))
    const { body } = await send('GET', `/api/answers/${id}/export`)
    expect(body).toContain('\n\nBring:[^1]\n\n- a \\*rope\\*[^1]\n- a bell[^1]\n\nThen come.[^1]\n\n')
  })

  it('lets no words of a document or a question become a link, an image, a heading or markup', async () => {
    const id = await answerFrom([await addDocument()])
    const [row] = await database.system.select().from(answers).where(eq(answers.id, id))
    const envelope = row!.envelope as AnswerEnvelope
    const hostile = '![x](https://evil.example/?q)\n\n# Big\n<img src=x> [^1]: *a* `b` | $c$'
    const [sentence, citation] = [envelope.sentences[0]!, envelope.citations[0]!]
    const changed = {
      ...envelope,
      sentences: [{ ...sentence, text: hostile }],
      citations: [{ ...citation, title: hostile, quote: hostile, heading: [hostile] }],
    }
    await database.system.update(answers).set({ envelope: changed, query: hostile }).where(eq(answers.id, id))
    const { body } = await send('GET', `/api/answers/${id}/export`)
    expect(body).not.toMatch(/(?<!\\)!?(?<!\\)\[x|(?<!\\)<img|^# Big|(?<!\\)`b|(?<!\\)\$c/m)
    expect(body.match(/^#/gm)).toEqual(['#'])
  })
})

describe('deleting what one asked', () => {
  it('takes question and answer away, and leaves what it took for the reports', async () => {
    const document = await addDocument()
    const [gone, stays] = [await answerFrom([document]), await answerFrom([document])]
    for (let n = 0; n < 2; n++) expect((await send('DELETE', `/api/answers/${gone}`)).statusCode).toBe(204)
    expect((await list()).answers.map(({ id }) => id)).toEqual([stays])
    expect((await send('GET', `/api/answers/${gone}`)).statusCode).toBe(404)
    const [row] = await database.system.select().from(answers).where(eq(answers.id, gone))
    expect(row).toMatchObject({ query: '', envelope: null, promptTokens: 7, forgottenAt: expect.any(Date) })
  })

  it('takes all of one’s own away and nobody else’s', async () => {
    const document = await addDocument()
    for (let n = 0; n < 3; n++) await answerFrom([document])
    const other = await answerFrom([document], BERT)
    expect((await send('DELETE', '/api/answers')).statusCode).toBe(204)
    expect((await list()).answers).toEqual([])
    expect((await list('', BERT)).answers.map(({ id }) => id)).toEqual([other])
  })
})
