import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ErasureReceipt } from '../../contracts/erasure.ts'
import type { Principal } from '../../contracts/principal.ts'
import { checkRecords } from '../../orchestration/records/check-records.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import { auditRecords, legalHolds } from '../../platform/database/record-schema.ts'
import { budgets, documents } from '../../platform/database/schema.ts'
import { users } from '../../platform/database/sign-in-schema.ts'
import { usageAskers, usageRefusals } from '../../platform/database/usage-schema.ts'
import { auditOf, linkRecords, recordQuestion, recordRead } from '../../testing/audit-chain.ts'
import { contextFor, createManualClock } from '../../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { ATTRIBUTIONS } from './personal-columns.ts'
import { personalDataRoutes } from './personal-data-routes.ts'

const clock = createManualClock()
const DOCUMENT = '7a3f2c44-8d3e-4b3c-9a60-0d5c2f5b1e11'

let database: TestDatabase
let server: TestServer
let tenant_id: string
beforeAll(async () => {
  database = await openTestDatabase()
  server = await openTestServer({ roles: ['auth'], clock })
  await server.app.register(personalDataRoutes(database))
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
  const named = { tenantId: tenant_id, roles: ['Reader'] }
  await database.system.insert(users).values([
    { ...named, objectId: 'anna-id', displayName: 'Anna Berg', email: `${tenant_id}@example.org` },
    { ...named, objectId: 'root', displayName: 'Root', roles: ['Admin'] },
  ])
  const names = { source: 'upload', externalId: 'h', title: 'Handbook', createdBy: 'anna-id', newestVersion: 1 }
  await database.system
    .insert(documents)
    .values({ tenantId: tenant_id, id: DOCUMENT, access: ['user:anna-id'], ...names })
  await database.system.insert(budgets).values({ tenantId: tenant_id, subject: 'user:anna-id', tokensPerDay: 5 })
  const own = { tenantId: tenant_id, objectId: 'anna-id' }
  await database.system.insert(usageAskers).values({ ...own, number: 0 })
  const refused = { batch: DOCUMENT, start: new Date(clock.now()), refused: 3 }
  await database.system.insert(usageRefusals).values({ ...own, ...refused })
  await recordQuestion(database, { tenant_id, object_id: 'anna-id', query: 'What do I earn?', clock })
  await recordQuestion(database, { tenant_id, object_id: 'bert', query: 'Who is Bert?', clock })
  await recordRead(database, { tenant_id, object_id: 'anna-id', clock })
  const root = contextFor({ tenant_id, object_id: 'root', roles: ['Admin'] }, { clock })
  const orm = database.forTenant(tenant_id)
  await noteAct(orm, root, { kind: 'user-changed', object: 'user:anna-id', detail: { access: ['user:anna-id'] } })
  await noteAct(orm, root, { kind: 'budget-set', object: 'budget:user:anna-id' })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

async function send(method: 'GET' | 'POST', path: string, by: Partial<Principal>) {
  const headers = await server.headersOf(contextFor({ tenant_id, ...by }))
  return server.app.inject({ method, url: `/api/users/${path}`, headers })
}
const ADMIN = { object_id: 'root', roles: ['Admin'] as Principal['roles'] }
const check = () => checkRecords(auditOf(database), tenant_id)

/** Every row of every table of the tenant, as text. */
async function everything(): Promise<string> {
  const { rows } = await database.system.execute<{ name: string }>(
    sql`select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'tenant_id'`,
  )
  const texts = await Promise.all(
    rows.map(({ name }) =>
      database.system.execute(sql`select to_jsonb(t.*) from ${sql.identifier(name)} t where tenant_id = ${tenant_id}`),
    ),
  )
  return texts.map((each, at) => `${rows[at]?.name} ${JSON.stringify(each.rows)}`).join('\n')
}

describe('taking personal data along', () => {
  it('holds everything that is kept about a person and no secret, for themselves and administrators', async () => {
    const reply = await send('GET', 'anna-id/personal-data', { object_id: 'anna-id' })
    const lines = reply.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; data: object })
    const types = new Set(lines.map(({ type }) => type))
    for (const type of [
      'person',
      'answer',
      'usage',
      'usage-refused',
      'budget',
      'audit',
      'document-access',
      'created-by',
    ])
      expect(types).toContain(type)
    expect(reply.body).toContain('What do I earn?')
    expect(reply.body).not.toMatch(/Who is Bert|"salt"|password_hash/)
    expect((await send('GET', 'anna-id/personal-data', ADMIN)).statusCode).toBe(200)
  })

  it('is not for others', async () => {
    const reply = await send('GET', 'anna-id/personal-data', { object_id: 'bert', roles: ['Contributor'] })
    expect(reply.statusCode).toBe(403)
  })
})

describe('erasing a person', () => {
  it('leaves nothing that leads to them but what the receipt names, and a chain that can be checked', async () => {
    await linkRecords(database, tenant_id)
    const reply = await send('POST', 'anna-id/erasure', ADMIN)
    const receipt = reply.json<ErasureReceipt>()
    expect(receipt).toMatchObject({
      removed: { answers: 1, conversations: 0, budgets: 1 },
      made_anonymous: { usage_events: 1, attributions: 1, audit_records: 4 },
      kept: { access_lists: 1 },
    })
    await linkRecords(database, tenant_id)
    expect(await check()).toMatchObject({ records: 7, broken: null })
    const left = (await everything()).split('\n').filter((line) => /anna-id|Anna Berg|What do I earn/.test(line))
    expect(new Set(left.map((line) => line.split(' ', 1)[0]))).toEqual(new Set(['documents', 'users']))
    expect(left).toHaveLength(2)
    expect(await everything()).toContain('Who is Bert?')
  })

  it('that was interrupted is finished by the next', async () => {
    await send('POST', 'anna-id/erasure', ADMIN)
    await recordRead(database, { tenant_id, object_id: 'anna-id', clock })
    expect((await send('POST', 'anna-id/erasure', ADMIN)).json()).toMatchObject({
      made_anonymous: { audit_records: 1 },
    })
    await linkRecords(database, tenant_id)
    expect(await check()).toMatchObject({ broken: null })
  })

  it('by hand is found: only an act in the chain makes a missing person right', async () => {
    await linkRecords(database, tenant_id)
    await database.system
      .update(auditRecords)
      .set({ objectId: null, people: [] })
      .where(sql`tenant_id = ${tenant_id} and kind = 'document-read'`)
    expect((await check()).broken).toMatchObject({ reason: 'person-changed' })
  })

  it('is refused while a legal hold keeps anything of them', async () => {
    const id = '11111111-1111-4111-8111-111111111111'
    const placed = { placedBy: 'root', placedAt: new Date(clock.now()), reason: 'file 7' }
    await database.system.insert(legalHolds).values({ tenantId: tenant_id, id, objectId: 'anna-id', ...placed })
    const reply = await send('POST', 'anna-id/erasure', ADMIN)
    expect([reply.statusCode, reply.json().code]).toEqual([409, 'held'])
    expect(await everything()).toContain('What do I earn?')
  })

  it.each([
    ['oneself', 'root', ADMIN, 'administrator-needed'],
    [
      'the last administrator',
      'root',
      { object_id: 'key:1', roles: ['Admin'] as Principal['roles'] },
      'administrator-needed',
    ],
    ['somebody who never was here', 'nobody', ADMIN, 'not-found'],
    ['anybody, for a reader', 'bert', { object_id: 'bert' }, 'role-missing'],
  ] as const)('is refused for %s', async (_, whom, by, code) => {
    expect((await send('POST', `${whom}/erasure`, by)).json()).toMatchObject({ code })
  })
})

it('every column that tells who did something is known', async () => {
  const known = ATTRIBUTIONS.map(
    ({ table, column }) => `${String(Reflect.get(table, Symbol.for('drizzle:Name')))}.${column.name}`,
  )
  const { rows } = await database.system.execute<{ name: string }>(
    sql`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public' and column_name ~ '_(by|as)$' order by 1`,
  )
  expect(rows.map(({ name }) => name)).toEqual(known.toSorted())
})
