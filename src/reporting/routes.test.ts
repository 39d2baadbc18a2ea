import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Principal } from '../contracts/principal.ts'
import type { Report, ReportDescription } from '../contracts/reports.ts'
import type { DeadLetter } from '../platform/bus/bus.ts'
import { budgets, budgetUse, documents, documentVersions } from '../platform/database/schema.ts'
import { usageRefusals } from '../platform/database/usage-schema.ts'
import { noteUsage, type UsageEvent } from '../platform/usage-events/note-usage.ts'
import { contextFor, createManualClock } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { randomEvent, seeded } from '../testing/usage-orders.ts'
import { renewRollups } from './roll-ups/renew-rollups.ts'
import { reportingRoutes } from './routes.ts'

const clock = createManualClock(Date.parse('2026-03-31T12:00:00Z'))
const ADMIN = { object_id: 'root', roles: ['Admin' as const] }
const ANNA = { object_id: 'anna' }
let database: TestDatabase
let server: TestServer
let tenant_id: string
let letters: DeadLetter[] = []
beforeAll(async () => {
  database = await openTestDatabase()
  server = await openTestServer({ roles: ['reporting'], clock })
  const bus = { deadLetters: async () => ({ letters, next: null }) }
  const limits = { userTokensPerDay: 0, tenantTokensPerDay: 1_000 }
  await server.app.register(reportingRoutes({ database, bus, limits }))
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
  letters = []
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function asked(at: string, given: Partial<UsageEvent> = {}): Promise<void> {
  const plain = { objectId: 'anna', groupIds: [], collections: ['hr'], model: 'm1', outcome: 'answered' as const }
  const took = { reused: false, promptTokens: 100, completionTokens: 10, costInMicros: 2_000, durationInMs: 400 }
  const how = { firstTextInMs: 100, confidenceInMille: 900, passages: 5, bestScoreInMille: 800 }
  const event = { ...plain, ...took, ...how, tenantId: tenant_id, id: randomUUID(), at: new Date(at), ...given }
  await database.forTenant(tenant_id).transaction((tx) => noteUsage(tx, event))
}
async function get(path: string, by: Partial<Principal> = ADMIN) {
  return server.app.inject({
    url: `/api/reports${path}`,
    headers: await server.headersOf(contextFor({ tenant_id, ...by }, { clock })),
  })
}
const report = async (path: string, by: Partial<Principal> = ADMIN) => (await get(path, by)).json<Report>()

describe('a report', () => {
  it('counts per day of the time zone that is asked for', async () => {
    await asked('2026-03-28T22:30:00Z')
    await asked('2026-03-28T23:30:00Z', { objectId: 'bert', outcome: 'abstained', collections: [] })
    await asked('2026-03-29T21:59:59Z')
    await asked('2026-03-29T22:00:00Z')
    const { rows, total, columns } = await report(
      '/usage?of=everyone&from=2026-03-28&to=2026-03-31&time_zone=Europe/Berlin',
    )
    expect(rows.map(({ day, questions, users }) => [day, questions, users])).toEqual([
      ['2026-03-28', 1, 1],
      ['2026-03-29', 2, 2],
      ['2026-03-30', 1, 1],
    ])
    expect(total).toMatchObject({ questions: 4, users: 2, answered: 3, abstained: 1, prompt_tokens: 400 })
    expect(Object.keys(total)).toEqual(columns.map(({ name }) => name))
  })

  it.each(['Asia/Kolkata', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC'])(
    'counts every day and hour of %s as one would by hand',
    async (zone) => {
      const pick = seeded(11)
      const events = Array.from({ length: 60 }, (_, n) => ({
        ...randomEvent(tenant_id, `${zone} ${n}`, pick),
        at: new Date(Date.parse('2026-03-20T00:00:00Z') + pick(11 * 86_400) * 1_000),
      }))
      await database.forTenant(tenant_id).transaction(async (tx) => {
        for (const event of events) await noteUsage(tx, event)
      })
      const days = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
      const expected: Record<string, number> = {}
      for (const { at } of events) expected[days.format(at)] = (expected[days.format(at)] ?? 0) + 1
      for (let waits = 1; waits > 0; ) waits = (await report('/usage?of=everyone')).waiting_hours
      const { rows } = await report(`/usage?of=everyone&from=2026-03-15&to=2026-03-31T12:00:00Z&time_zone=${zone}`)
      expect(Object.fromEntries(rows.map(({ day, questions }) => [day, questions]))).toEqual(expected)
      const hours = await report(`/usage?of=everyone&by=hour&from=2026-03-15&to=2026-03-31T12:00:00Z&time_zone=${zone}`)
      expect(hours.rows.reduce((sum, { questions }) => sum + Number(questions), 0)).toBe(60)
    },
  )

  it.each(['Asia/Kolkata', 'Asia/Kathmandu', 'UTC'])(
    'counts people, and what each of them asked, in %s as one would by hand',
    async (zone) => {
      const pick = seeded(7)
      const [from, to] = ['2026-03-28T03:15:00Z', '2026-03-31T09:45:00Z']
      const events = Array.from({ length: 80 }, (_, n) => ({
        ...randomEvent(tenant_id, `${zone} ${n}`, pick),
        at: new Date(Date.parse('2026-03-28T00:00:00Z') + pick(84 * 3_600) * 1_000),
      }))
      await database.forTenant(tenant_id).transaction(async (tx) => {
        for (const event of events) await noteUsage(tx, event)
      })
      for (let waits = 1; waits > 0; ) waits = (await report('/usage?of=everyone')).waiting_hours
      await renewRollups(database, tenant_id, { now: new Date(clock.now()), atMost: 100, upTo: 'months' })
      const within = events.filter(({ at }) => at >= new Date(from) && at < new Date(to))
      const hourOf = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
      const select = `from=${from}&to=${to}&time_zone=${zone}`
      for (const [by, length] of [
        ['day', 10],
        ['hour', 13],
      ] as const) {
        const expected = new Map<string, Set<string>>()
        for (const { at, objectId } of within) {
          const label = hourOf.format(at).replace(' ', 'T').slice(0, length)
          expected.set(label, (expected.get(label) ?? new Set()).add(objectId))
        }
        const { rows, total } = await report(`/usage?of=everyone&by=${by}&${select}`)
        const people = Object.fromEntries(rows.map((row) => [String(row[by]).slice(0, length), row['users']]))
        expect(people).toEqual(Object.fromEntries([...expected].map(([label, who]) => [label, who.size])))
        expect(total['users']).toBe(new Set(within.map(({ objectId }) => objectId)).size)
        const own = await report(`/latency?by=${by}&${select}`, { object_id: 'user-1' })
        expect(own.total['questions']).toBe(within.filter(({ objectId }) => objectId === 'user-1').length)
        expect(own.rows.reduce((sum, { questions }) => sum + Number(questions), 0)).toBe(own.total['questions'])
      }
      const cost: Record<string, number> = {}
      for (const { objectId, costInMicros } of within) cost[objectId] = (cost[objectId] ?? 0) + costInMicros
      const { rows } = await report(`/cost?of=everyone&by=user&${select}`)
      expect(Object.fromEntries(rows.map((row) => [row['user'], Math.round(Number(row['cost']) * 1e6)]))).toEqual(cost)
    },
  )

  it('tells how many requests a limit refused, of whom and when, also where nothing was asked', async () => {
    await asked('2026-03-30T10:00:00Z')
    const refusal = { tenantId: tenant_id, batch: randomUUID() }
    await database.system.insert(usageRefusals).values([
      { ...refusal, objectId: 'anna', start: new Date('2026-03-30T10:15:00Z'), refused: 3 },
      { ...refusal, objectId: 'bert', start: new Date('2026-03-29T22:45:00Z'), refused: 40 },
    ])
    const days = await report('/usage?of=everyone')
    expect(days.rows.map(({ day, questions, refused }) => [day, questions, refused])).toEqual([
      ['2026-03-29', 0, 40],
      ['2026-03-30', 1, 3],
    ])
    expect(days.total).toMatchObject({ questions: 1, refused: 43 })
    const people = await report('/usage?of=everyone&by=user')
    expect(people.rows.map(({ user, questions, refused }) => [user, questions, refused])).toEqual([
      ['anna', 1, 3],
      ['bert', 0, 40],
    ])
    expect((await report('/usage?of=everyone&by=model')).rows).toMatchObject([{ model: 'm1', refused: null }])
    expect((await report('/usage', ANNA)).total).toMatchObject({ refused: 3 })
    const csv = (await get('/usage?of=everyone&by=user&format=csv')).body.split('\r\n').map((line) => line.split(','))
    const at = csv[0]?.indexOf('refused') ?? -1
    expect(csv.slice(1, 3).map((line) => line[at])).toEqual(['3', '40'])
  })

  it('shows Readers their own numbers alone', async () => {
    await asked('2026-03-30T10:00:00Z')
    await asked('2026-03-30T10:00:00Z', { objectId: 'bert' })
    expect((await report('/usage', ANNA)).total).toMatchObject({ questions: 1, users: null })
    expect((await report('/cost?by=hour', ANNA)).rows).toMatchObject([{ hour: '2026-03-30T10:00+00:00', cost: 0.002 }])
    for (const path of ['/usage?of=everyone', '/ingestion', '/limits'])
      expect((await get(path, ANNA)).json()).toMatchObject({ status: 403, code: 'role-missing' })
    expect((await get('/usage?by=user', ANNA)).statusCode).toBe(400)
    const seen = (await get('', ANNA)).json<{ reports: ReportDescription[] }>().reports
    expect(seen.map(({ name }) => name)).toEqual(['usage', 'latency', 'confidence', 'feedback', 'retrieval', 'cost'])
    expect(seen.flatMap(({ by }) => by)).not.toContain('user')
  })

  it('keeps tenants apart', async () => {
    await asked('2026-03-30T10:00:00Z')
    tenant_id = await database.newTenant()
    expect((await report('/usage?of=everyone')).total).toMatchObject({ questions: 0 })
    expect((await report('/usage?of=everyone&by=user')).rows).toEqual([])
  })

  it('groups by user, group, collection and model, page by page', async () => {
    for (const objectId of ['anna', 'bert', 'bert', 'carl'])
      await asked('2026-03-30T10:00:00Z', { objectId, groupIds: ['a', 'b'] })
    const first = await report('/usage?of=everyone&by=user&limit=2')
    expect(first.rows.map(({ user, questions }) => [user, questions])).toEqual([
      ['bert', 2],
      ['anna', 1],
    ])
    const second = await report(`/usage?of=everyone&by=user&limit=2&cursor=${first.next_cursor}`)
    expect(second.rows.map(({ user }) => user)).toEqual(['carl'])
    expect([first.total['questions'], second.total['questions'], second.next_cursor]).toEqual([4, 4, null])
    const groups = await report('/latency?of=everyone&by=group')
    expect(groups.rows.map(({ group, questions }) => [group, questions])).toEqual([
      ['a', 4],
      ['b', 4],
    ])
    expect(groups.total['questions']).toBe(4)
    expect((await report('/usage?of=everyone&by=collection')).rows).toMatchObject([{ collection: 'hr', questions: 4 }])
    expect((await report('/cost?of=everyone&by=model')).rows).toMatchObject([{ model: 'm1', cost: 0.008 }])
  })

  it('tells percentiles of times at most 2.5 % off', async () => {
    for (let n = 1; n <= 20; n++) await asked('2026-03-30T10:00:00Z', { durationInMs: n * 100 })
    const { total } = await report('/latency?of=everyone')
    expect(Number(total['duration_p50'])).toBeCloseTo(1_000, -1.7)
    expect(Math.abs(Number(total['duration_p95']) - 1_900)).toBeLessThan(1_900 * 0.025 + 1)
    expect(Math.abs(Number(total['first_text_p99']) - 100)).toBeLessThan(4)
  })

  it('comes as CSV in which nothing is a formula', async () => {
    await asked('2026-03-30T10:00:00Z', { model: '=1+1' })
    const reply = await get('/cost?of=everyone&by=model&format=csv')
    expect(reply.headers['content-type']).toContain('text/csv')
    expect(reply.body).toBe("model,questions,prompt_tokens,completion_tokens,cost,reused\r\n'=1+1,1,100,10,0.002,0\r\n")
  })

  it.each([
    'usage?from=2026-03-02&to=2026-03-02',
    'usage?from=2020-01-01',
    'usage?by=hour&from=2026-01-01&to=2026-03-01',
    'usage?time_zone=Mars/Olympus',
    'usage?by=source&of=everyone',
    'usage?cursor=x',
    'usage?colour=red',
    'nothing',
  ])('refuses %s', async (path) => {
    expect((await get(`/${path}`)).json()).toMatchObject({ status: 400, code: 'invalid-request' })
  })
})

describe('the report of ingestion', () => {
  it('counts versions by when they came and what became of them, and dead letters', async () => {
    const names = {
      tenantId: tenant_id,
      source: 'upload',
      title: 'A',
      access: ['everyone'],
      newestVersion: 1,
      createdBy: 'anna',
    }
    for (const [state, collection] of [
      ['ready', 'hr'],
      ['failed', 'hr'],
      ['queued', null],
    ] as const) {
      const id = randomUUID()
      await database.system.insert(documents).values({ ...names, id, externalId: id, collection })
      const version = {
        tenantId: tenant_id,
        id,
        documentId: id,
        version: 1,
        sha256: id,
        sizeInBytes: 10,
        fileName: 'a',
        mediaType: 'text/plain',
        state,
      }
      await database.system
        .insert(documentVersions)
        .values({ ...version, pages: 2, timings: { parsing: 40 }, createdAt: new Date('2026-03-30T10:00:00Z') })
    }
    const letter = { id: '1', tenantId: tenant_id, queue: 'q', payload: {}, reason: 'r', stage: null, attempts: 5 }
    letters = [{ ...letter, failedAt: new Date('2026-03-29T10:00:00Z') }]
    const { rows, total } = await report('/ingestion?of=everyone')
    expect(rows.map(({ day, accepted, dead_letters }) => [day, accepted, dead_letters])).toEqual([
      ['2026-03-29', 0, 1],
      ['2026-03-30', 3, 0],
    ])
    expect(total).toMatchObject({
      accepted: 3,
      ready: 1,
      failed: 1,
      waiting: 1,
      bytes: 30,
      pages: 6,
      parsing_p50: 40,
      dead_letters: 1,
    })
    const collections = await report('/ingestion?by=collection')
    expect(collections.rows.map(({ collection, accepted }) => [collection, accepted])).toEqual([
      ['hr', 2],
      ['', 1],
    ])
  })
})

describe('the report of limits', () => {
  it('counts what was used of budgets, and how often one was used up', async () => {
    const day = { tenantId: tenant_id, day: '2026-03-30', costInMicros: 500_000 }
    await database.system.insert(budgets).values({ tenantId: tenant_id, subject: 'everyone', tokensPerDay: 300 })
    await database.system.insert(budgets).values({ tenantId: tenant_id, subject: 'user:bert', tokensPerDay: 9_000 })
    await database.system.insert(budgetUse).values([
      { ...day, subject: 'tenant', tokens: 1_000 },
      { ...day, subject: 'user:anna', tokens: 400 },
      { ...day, subject: 'user:bert', tokens: 600 },
    ])
    expect((await report('/limits')).rows).toEqual([
      { day: '2026-03-30', tokens: 1_000, cost: 0.5, budgets: 3, used_up: 2 },
    ])
    expect((await report('/limits?by=user')).rows).toEqual([
      { user: 'bert', tokens: 600, cost: 0.5, budgets: 1, used_up: 0 },
      { user: 'anna', tokens: 400, cost: 0.5, budgets: 1, used_up: 1 },
    ])
  })
})
