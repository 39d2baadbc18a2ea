import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ExplainedAnswer, RecordsReport } from '../../contracts/answer-records.ts'
import type { CallContext } from '../../contracts/call-context.ts'
import type { Principal } from '../../contracts/principal.ts'
import { cleanAnswers } from '../../ingestion/purge-answers.ts'
import { createAnalysers } from '../../language/analyser.ts'
import { createRecordLinker, type RecordLinker } from '../../platform/audit/link-records.ts'
import { createExtractiveModel } from '../../platform/chat-model/extractive.ts'
import type { Database } from '../../platform/database/database.ts'
import { openPostgresDatabase } from '../../platform/database/postgres.ts'
import { auditRecords, recordCheckpoints } from '../../platform/database/record-schema.ts'
import { answers, documents, tenants } from '../../platform/database/schema.ts'
import { answerIdOf } from '../../platform/http/answer-id.ts'
import { contextFor, createManualClock } from '../../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { startPostgresServer } from '../../testing/postgres-server.ts'
import { rankedPassage, searchOutput } from '../../testing/ranked-passages.ts'
import { testSigner } from '../../testing/record-signer.ts'
import { forgetAnswers } from '../answers.ts'
import { createBudgets } from '../budgets.ts'
import { createOrchestration } from '../orchestration.ts'
import { DEFAULT_WORDING } from '../prompts/default-wording.ts'
import { createAnswerRecorder } from '../record-answer.ts'
import { checkRecords } from './check-records.ts'
import { pruneRecords } from './prune-records.ts'
import { recordRoutes } from './record-routes.ts'

const DAY = 86_400_000
const clock = createManualClock()
const logger = pino({ enabled: false })
const analysers = createAnalysers()
const handbook = randomUUID()
const TEXT = 'Parental leave lasts 16 weeks.'

let database: TestDatabase
let server: TestServer
let linker: RecordLinker
let tenant_id: string
beforeAll(async () => {
  database = await openTestDatabase()
  linker = createRecordLinker(checking(database))
  server = await openTestServer({ roles: ['orchestration'], clock })
  await server.app.register(recordRoutes(checking(database)))
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
  const names = { source: 'upload', externalId: handbook, title: 'Handbook', createdBy: 'anna' }
  const row = { tenantId: tenant_id, id: handbook, access: ['everyone'], currentVersion: 1, newestVersion: 1 }
  await database.system.insert(documents).values({ ...row, ...names })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

interface AskOptions {
  readonly content?: 'full' | 'hashes'
  readonly of?: Database
  readonly link?: RecordLinker
}

/** Ask a question of the handbook through the whole service; returns the id of the answer. */
async function ask(
  query = 'How long does parental leave last?',
  { content = 'full', of = database, link = linker }: AskOptions = {},
): Promise<string> {
  clock.advance(1_000)
  const model = createExtractiveModel({ analysers })
  const defaults = { userTokensPerDay: 0, tenantTokensPerDay: 0 }
  const budgets = createBudgets({ database: of, defaults })
  const orchestration = createOrchestration({
    retrieval: { search: async () => searchOutput([rankedPassage({ text: TEXT, document_id: handbook })]) },
    models: [model],
    analysers,
    readHistory: async () => [],
    activeWording: async () => DEFAULT_WORDING,
    countUnreadable: async () => 0,
    recordAnswer: createAnswerRecorder({ database: of, budgets, content, linker: link }),
    budgets,
    logger,
  })
  const context: CallContext = { ...contextFor({ tenant_id, object_id: 'anna' }, { clock }), requestId: randomUUID() }
  for await (const _ of orchestration.ask({ query, top_k: 5 }, context));
  return answerIdOf(context)
}

async function askMany(times: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let n = 0; n < times; n++) ids.push(await ask())
  await linker.settled()
  return ids
}

const checking = (of: Database) => ({ database: of, signer: testSigner, copies: null, logger })
const check = () => checkRecords(checking(database), tenant_id)
async function linkAll(): Promise<void> {
  linker.link(tenant_id)
  await linker.settled()
}
const recordOf = (id: string) => and(eq(auditRecords.tenantId, tenant_id), eq(auditRecords.id, id))
const answerOf = (id: string) => and(eq(answers.tenantId, tenant_id), eq(answers.id, id))
const prune = (before: Date) =>
  pruneRecords(database, tenant_id, { answersBefore: before, recordsBefore: before, now: new Date(clock.now()) })
const own = () => contextFor({ tenant_id, object_id: 'anna' }, { clock })

describe('the chain of records', () => {
  it('links every question to the one before it and is found whole', async () => {
    await askMany(3)
    const rows = await database.system.select().from(auditRecords).where(eq(auditRecords.tenantId, tenant_id))
    const linked = rows.toSorted((one, other) => (one.sequence ?? 0) - (other.sequence ?? 0))
    expect(linked.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    expect(linked.slice(1).map(({ previousHash }) => previousHash)).toEqual(linked.slice(0, 2).map(({ hash }) => hash))
    const head = { sequence: 3, hash: linked[2]?.hash }
    expect(await check()).toEqual({ records: 3, unlinked: 0, first_sequence: 1, head, broken: null })
  })

  it('holds no word of question, answer or document', async () => {
    const id = await ask('How long does parental leave last?')
    const [row] = await database.system.select().from(auditRecords).where(recordOf(id))
    for (const word of ['parental', 'weeks', 'Handbook']) expect(row?.entry).not.toContain(word)
  })

  it.each([
    ['an entry', 'record-changed', (id: string) => setRecord(id, { entry: '{}' })],
    ['a hash', 'record-changed', (id: string) => setRecord(id, { hash: 'f'.repeat(64) })],
    [
      'a record that is taken away',
      'record-missing',
      (id: string) => database.system.delete(auditRecords).where(recordOf(id)),
    ],
    ['a question', 'content-changed', (id: string) => setAnswer(id, { query: 'Who is Bert?' })],
    ['an answer', 'content-changed', changeAnswer],
  ] as const)('is found broken by a change of %s, at the first place', async (_, reason, change) => {
    const ids = await askMany(4)
    await change(ids[1]!)
    const sequence = reason === 'record-missing' ? 3 : 2
    const answer_id = reason === 'record-missing' ? ids[2] : ids[1]
    expect((await check()).broken).toEqual({ reason, sequence, answer_id })
  })

  it('is found broken when the newest record is taken away', async () => {
    const ids = await askMany(2)
    await database.system.delete(auditRecords).where(recordOf(ids[1]!))
    expect((await check()).broken).toEqual({ reason: 'record-missing', sequence: 2, answer_id: null })
  })

  it('stays whole when a question is deleted, and when a document is', async () => {
    const [first] = await askMany(3)
    await forgetAnswers(database, { id: first! }, own())
    await database.system.update(documents).set({ deletedAt: new Date() }).where(eq(documents.tenantId, tenant_id))
    await cleanAnswers({ orm: database.forTenant(tenant_id), tenantId: tenant_id, documentIds: [handbook] })
    const rows = await database.system.select().from(answers).where(eq(answers.tenantId, tenant_id))
    expect(JSON.stringify(rows)).not.toContain('16 weeks')
    expect(await check()).toMatchObject({ records: 3, broken: null })
  })

  it('takes up what a process left unlinked with the next record', async () => {
    const dead = { ...linker, link: () => undefined }
    await ask('How long?', { link: dead })
    expect(await check()).toMatchObject({ records: 0, unlinked: 1, head: null, broken: null })
    await askMany(1)
    expect(await check()).toMatchObject({ records: 2, unlinked: 0, broken: null })
  })

  it('keeps hashes alone where that is set', async () => {
    const id = await ask('How long does parental leave last?', { content: 'hashes' })
    await linker.settled()
    const [row] = await database.system.select().from(answers).where(answerOf(id))
    expect(row).toMatchObject({ query: '', envelope: null, forgottenAt: expect.any(Date) })
    expect(await check()).toMatchObject({ records: 1, broken: null })
  })
})

describe('pruning', () => {
  it('forgets old words, takes records away up to a checkpoint, and leaves the rest verifiable', {
    timeout: 120_000,
  }, async () => {
    await unlinkedRecords(database, tenant_id, 205)
    await askMany(1)
    clock.advance(91 * DAY)
    await askMany(2)
    const before = new Date(clock.now() - 90 * DAY)
    const pruned = await prune(before)
    expect(pruned).toEqual({ answers: 1, records: 200 })
    await linkAll()
    // Eight questions, and the two acts of the retention rules.
    expect(await check()).toMatchObject({ records: 10, first_sequence: 201, broken: null })
    const kept = await database.system.select().from(answers).where(eq(answers.tenantId, tenant_id))
    expect(kept.filter(({ query }) => query === '')).toHaveLength(1)
    expect(kept).toHaveLength(3)
    await database.system
      .update(recordCheckpoints)
      .set({ hash: 'f'.repeat(64) })
      .where(and(eq(recordCheckpoints.tenantId, tenant_id), eq(recordCheckpoints.sequence, 200)))
    expect((await check()).broken).toMatchObject({ reason: 'record-changed', sequence: 201 })
  })

  it('forgets who asked when it forgets what, and is found broken when somebody else does', async () => {
    const [old] = await askMany(1)
    clock.advance(91 * DAY)
    const [young] = await askMany(1)
    await prune(new Date(clock.now() - 90 * DAY))
    await linkAll()
    const [row] = await database.system.select().from(auditRecords).where(recordOf(old!))
    expect(JSON.stringify(row)).not.toContain('anna')
    expect(await check()).toMatchObject({ records: 3, broken: null })
    await setRecord(young!, { objectId: null, people: [] })
    expect((await check()).broken).toEqual({ reason: 'person-changed', sequence: 2, answer_id: young })
  })

  it('goes on with the chain when all of it was pruned', async () => {
    await unlinkedRecords(database, tenant_id, 99)
    await askMany(1)
    clock.advance(91 * DAY)
    await prune(new Date(clock.now()))
    await linkAll()
    await askMany(1)
    // The first is the act that says what was pruned.
    expect(await check()).toMatchObject({ records: 3, first_sequence: 101, broken: null })
  })
})

describe('an answer that is explained', () => {
  const explain = async (id: string, by: Partial<Principal>) => {
    const headers = await server.headersOf(contextFor({ tenant_id, ...by }))
    return server.app.inject({ url: `/api/answers/${id}/explain`, headers })
  }

  it('tells whoever asked, and administrators, how it came about', async () => {
    const [id] = await askMany(1)
    const reply = await explain(id!, { object_id: 'anna' })
    const { record, chain } = reply.json<ExplainedAnswer>()
    expect(chain).toMatchObject({ sequence: 1, intact: true })
    expect(record).toMatchObject({
      answer_id: id,
      outcome: 'answered',
      cache: 'made',
      mode: 'extractive',
      prompt_version: null,
      parameters: { top_k: 5, interpret: true, answer_tokens: 1_024, filters_hash: null },
      passages: [{ document_id: handbook, version: 1 }],
      citations: [{ number: 1, document_id: handbook }],
      timings: { total: 0 },
    })
    const admin = await explain(id!, { object_id: 'root', roles: ['Admin'] })
    expect(admin.json()).toEqual(reply.json())
  })

  it('is not there for others, as little as one that never was', async () => {
    const [id] = await askMany(1)
    const [foreign, missing] = [
      await explain(id!, { object_id: 'bert' }),
      await explain(randomUUID(), { object_id: 'bert' }),
    ]
    const same = { instance: null, request_id: null }
    expect(foreign.statusCode).toBe(404)
    expect({ ...foreign.json(), ...same }).toEqual({ ...missing.json(), ...same })
  })

  it('names no document that the reader may not read', async () => {
    const [id] = await askMany(1)
    await database.system
      .update(documents)
      .set({ access: ['user:anna'] })
      .where(eq(documents.tenantId, tenant_id))
    const { record } = (await explain(id!, { object_id: 'root', roles: ['Admin'] })).json<ExplainedAnswer>()
    expect(record.passages).toEqual([{ source_state: 'deleted' }])
    expect(record.citations).toEqual([{ number: 1, source_state: 'deleted' }])
  })

  it('is checked by administrators alone', async () => {
    await askMany(1)
    const send = async (roles: Principal['roles']) =>
      server.app.inject({
        url: '/api/admin/records',
        headers: await server.headersOf(contextFor({ tenant_id, roles })),
      })
    expect((await send(['Reader'])).statusCode).toBe(403)
    expect((await send(['Admin'])).json<RecordsReport>()).toMatchObject({ records: 1, broken: null })
  })
})

describe('several processes on PostgreSQL', () => {
  it('append to one chain without a gap or a fork', { timeout: 120_000 }, async () => {
    await using postgres = await startPostgresServer()
    await using one = openPostgresDatabase(postgres.url)
    await one.migrate()
    await using other = openPostgresDatabase(postgres.url)
    await one.system.insert(tenants).values({ id: tenant_id, name: 'T' })
    const processes = [one, other].map((of) => ({ of, link: createRecordLinker(checking(of)) }))
    await Promise.all(Array.from({ length: 60 }, (_, n) => ask(`How long is leave ${n}?`, processes[n % 2])))
    for (const { link } of processes) await link.settled()
    expect(await checkRecords(checking(one), tenant_id)).toMatchObject({ records: 60, unlinked: 0, broken: null })
  })
})

async function setRecord(id: string, set: Partial<typeof auditRecords.$inferInsert>): Promise<void> {
  await database.system.update(auditRecords).set(set).where(recordOf(id))
}

async function setAnswer(id: string, set: Partial<typeof answers.$inferInsert>): Promise<void> {
  await database.system.update(answers).set(set).where(answerOf(id))
}

async function changeAnswer(id: string): Promise<void> {
  const [row] = await database.system.select().from(answers).where(answerOf(id))
  await setAnswer(id, { envelope: JSON.parse(JSON.stringify(row?.envelope).replaceAll('16 weeks', '61 weeks')) })
}

/** Records of earlier questions, made from one, waiting to be linked. */
async function unlinkedRecords(of: Database, tenantId: string, times: number): Promise<void> {
  const id = await ask('How long?', { link: { ...linker, link: () => undefined } })
  const [row] = await of.system.select().from(auditRecords).where(recordOf(id))
  const more = Array.from({ length: times - 1 }, () => {
    const copy = randomUUID()
    return { ...row!, tenantId, id: copy, entry: row!.entry.replace(id, copy) }
  })
  await of.system.insert(auditRecords).values(more)
  await of.system.delete(answers).where(answerOf(id))
}
