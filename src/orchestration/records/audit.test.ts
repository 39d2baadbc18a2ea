import { randomUUID, verify } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuditPage } from '../../contracts/audit.ts'
import type { LegalHold } from '../../contracts/legal-holds.ts'
import type { Principal } from '../../contracts/principal.ts'
import { openCheckpointFolder } from '../../platform/audit/checkpoint-folder.ts'
import { createRecordLinker } from '../../platform/audit/link-records.ts'
import { recordHash } from '../../platform/audit/record-hash.ts'
import { recordHeads } from '../../platform/database/record-schema.ts'
import { answers, documents } from '../../platform/database/schema.ts'
import { users } from '../../platform/database/sign-in-schema.ts'
import { auditOf, linkRecords, recordQuestion, recordRead } from '../../testing/audit-chain.ts'
import { isSame, replaceRows, saveRows, TAMPERINGS, tamperedWith } from '../../testing/audit-tampering.ts'
import { contextFor, createManualClock } from '../../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../../testing/open-test-server.ts'
import { testSigner } from '../../testing/record-signer.ts'
import { forgetAnswers } from '../answers.ts'
import { auditRoutes } from './audit-routes.ts'
import { checkRecords } from './check-records.ts'
import { pruneRecords } from './prune-records.ts'

const DAY = 86_400_000
const clock = createManualClock()
const ROOT = { object_id: 'root', roles: ['Admin'] } as const

let database: TestDatabase
let server: TestServer
let tenant_id: string
beforeAll(async () => {
  database = await openTestDatabase()
  server = await openTestServer({ roles: ['orchestration'], clock })
  await server.app.register(auditRoutes(auditOf(database)))
})
beforeEach(async () => {
  tenant_id = await database.newTenant()
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})

const ask = (object_id: string) => recordQuestion(database, { tenant_id, object_id, query: 'Why?', clock })
const read = (object_id: string) => recordRead(database, { tenant_id, object_id, clock })
const check = () => checkRecords(auditOf(database), tenant_id)

async function send(
  method: 'GET' | 'POST',
  url: string,
  body?: object,
  by: Partial<Principal> = { ...ROOT, roles: ['Admin'] },
) {
  const headers = await server.headersOf(contextFor({ tenant_id, ...by }))
  return server.app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body }) })
}
const search = async (query = '') => (await send('GET', `/api/admin/audit${query}`)).json<AuditPage>()
const kinds = ({ records }: AuditPage) => records.map(({ kind, actor }) => `${kind} ${actor.object_id}`)

describe('searching the audit', () => {
  it('finds acts and questions by who, what about, kind and time, newest first, page by page', async () => {
    await ask('anna')
    await read('bert')
    const noon = new Date(clock.now() + 1).toISOString()
    await read('anna')
    expect(kinds(await search())).toEqual(['document-read anna', 'document-read bert', 'question anna'])
    expect(kinds(await search('?actor=anna'))).toEqual(['document-read anna', 'question anna'])
    expect(kinds(await search('?kind=document-read&to=' + noon))).toEqual(['document-read bert'])
    expect(kinds(await search(`?from=${noon}`))).toEqual(['document-read anna'])
    const { records } = await search('?actor=bert')
    expect(kinds(await search(`?about=${records[0]?.object}`))).toEqual(['document-read bert'])
    // Named in the details, not only by what they did.
    expect((await search('?about=user:bert')).records).toHaveLength(2)
    const first = await search('?limit=2')
    expect(kinds(await search(`?limit=2&cursor=${first.next_cursor}`))).toEqual(['question anna'])
  })

  it('shows people by their ids and names, and keeps neither in what is hashed', async () => {
    await database.system
      .insert(users)
      .values({ tenantId: tenant_id, objectId: 'anna', displayName: 'Anna Berg', roles: [] })
    await read('anna')
    const { records, names } = await search()
    expect(names).toEqual({ anna: 'Anna Berg' })
    expect(records[0]?.detail).toEqual({ version: 1, access: ['user:anna', 'user:bert'] })
    const [row] = (await saveRows(database, tenant_id)).records
    expect(row?.entry).not.toMatch(/anna|bert/)
  })

  it('is for administrators alone', async () => {
    const reader = { object_id: 'anna', roles: ['Reader'] as Principal['roles'] }
    for (const url of ['', '/export', '/key']) {
      expect((await send('GET', `/api/admin/audit${url}`, undefined, reader)).statusCode).toBe(403)
    }
    expect((await send('POST', '/api/admin/holds', { reason: 'x' }, reader)).statusCode).toBe(403)
  })

  it('is exported with what was hashed, which is written down too', async () => {
    await ask('anna')
    await read('bert')
    await linkRecords(database, tenant_id)
    clock.advance(1_000)
    const reply = await send('GET', '/api/admin/audit/export')
    const lines = reply.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ kind }) => kind)).toEqual(['question', 'document-read', 'audit-exported'])
    for (const { previous_hash: previousHash, sequence, entry, hash } of lines.slice(0, 2))
      expect(recordHash({ previousHash, sequence, entry })).toBe(hash)
  })
})

describe('the signature of the chain', () => {
  it('finds every way of tampering', async () => {
    for (let n = 0; n < 105; n++) await (n % 2 === 0 ? ask('anna') : read('bert'))
    await linkRecords(database, tenant_id)
    const rows = await saveRows(database, tenant_id)
    for (const way of TAMPERINGS) {
      for (let seed = 1; seed <= 4; seed++) {
        const tampered = tamperedWith(rows, way, seed)
        if (isSame(tampered, rows)) continue
        await replaceRows(database, tenant_id, tampered)
        expect((await check()).broken, `${way} ${seed}`).not.toBeNull()
      }
      await replaceRows(database, tenant_id, rows)
      expect((await check()).broken).toBeNull()
    }
  }, 120_000)

  it('is not made good by records that come later', async () => {
    await read('anna')
    await linkRecords(database, tenant_id)
    await database.system.delete(recordHeads).where(eq(recordHeads.tenantId, tenant_id))
    await read('anna')
    await linkRecords(database, tenant_id)
    expect((await check()).broken).toMatchObject({ reason: 'record-changed', sequence: 2 })
  })

  it('can be checked with the public key alone', async () => {
    await read('anna')
    await linkRecords(database, tenant_id)
    const { public_key } = (await send('GET', '/api/admin/audit/key')).json<{ public_key: string }>()
    const [head] = await database.system.select().from(recordHeads).where(eq(recordHeads.tenantId, tenant_id))
    const signed = JSON.stringify(['footnote', 'head', tenant_id, head?.sequence, head?.hash])
    const signature = Buffer.from(head?.signature ?? '', 'base64url')
    expect(verify(null, Buffer.from(signed), public_key, signature)).toBe(true)
  })

  it('is copied elsewhere, where an older state of the whole database is found out', async () => {
    const folder = await mkdtemp(join(database.folder, 'copies-'))
    const audit = { ...auditOf(database), copies: openCheckpointFolder(folder) }
    await read('anna')
    await linkRecords(database, tenant_id)
    const before = await saveRows(database, tenant_id)
    for (let n = 0; n < 100; n++) await read('anna')
    await using linker = createRecordLinker(audit)
    linker.link(tenant_id)
    await linker.settled()
    expect(await readdir(join(folder, tenant_id))).toEqual(['000000000100-checkpoint.json'])
    expect((await checkRecords(audit, tenant_id)).broken).toBeNull()
    await replaceRows(database, tenant_id, before)
    expect((await checkRecords({ ...audit, copies: null }, tenant_id)).broken).toBeNull()
    expect((await checkRecords(audit, tenant_id)).broken).toEqual({
      reason: 'record-missing',
      sequence: 100,
      answer_id: null,
    })
    await rm(join(folder, tenant_id), { recursive: true })
    await audit.copies.add({ as: 'head', tenantId: tenant_id, sequence: 1, hash: 'f'.repeat(64), signature: 'made-up' })
    expect((await checkRecords(audit, tenant_id)).broken).toBeNull()
    const forged = { as: 'head', tenantId: tenant_id, sequence: 1, hash: 'f'.repeat(64) } as const
    const name = join(folder, tenant_id, '000000000001-checkpoint.json')
    await writeFile(name, JSON.stringify({ ...forged, signature: testSigner.sign(forged) }))
    expect((await checkRecords(audit, tenant_id)).broken).toMatchObject({ reason: 'checkpoint-changed', sequence: 1 })
  })
})

describe('a legal hold', () => {
  const prune = () => {
    const before = new Date(clock.now() - 90 * DAY)
    return pruneRecords(database, tenant_id, {
      answersBefore: before,
      recordsBefore: before,
      now: new Date(clock.now()),
    })
  }
  const wordsOf = async (id: string) =>
    (await database.system.select().from(answers).where(eq(answers.id, id))).map(({ query }) => query)

  it('keeps words and records of a person from age and from their own wish, until it is lifted', async () => {
    const held = await ask('anna')
    const other = await ask('bert')
    const hold = (await send('POST', '/api/admin/holds', { object_id: 'anna', reason: 'file 7' })).json<LegalHold>()
    await expect(
      forgetAnswers(database, { id: held }, contextFor({ tenant_id, object_id: 'anna' }, { clock })),
    ).rejects.toMatchObject({ code: 'held' })
    clock.advance(100 * DAY)
    await prune()
    expect([await wordsOf(held), await wordsOf(other)]).toEqual([['Why?'], ['']])
    await linkRecords(database, tenant_id)
    expect(await check()).toMatchObject({ first_sequence: 1, broken: null })
    expect(kinds(await search('?kind=question'))).toEqual(['question null', 'question anna'])
    expect((await send('POST', `/api/admin/holds/${hold.id}/lift`)).json()).toMatchObject({ lifted_by: 'root' })
    await prune()
    expect(await wordsOf(held)).toEqual([''])
    await linkRecords(database, tenant_id)
    expect(await check()).toMatchObject({ broken: null })
    expect(kinds(await search('?actor=root'))).toEqual(['hold-lifted root', 'hold-placed root'])
    expect((await send('POST', `/api/admin/holds/${hold.id}/lift`)).statusCode).toBe(404)
  })

  it('keeps what everybody did in its period and nothing else', async () => {
    const before = await ask('anna')
    const from = new Date(clock.now() + 500).toISOString()
    const within = await ask('anna')
    const to = new Date(clock.now() + 500).toISOString()
    const after = await ask('anna')
    await send('POST', '/api/admin/holds', { reason: 'file 8', from, to })
    clock.advance(100 * DAY)
    await prune()
    expect([await wordsOf(before), await wordsOf(within), await wordsOf(after)]).toEqual([[''], ['Why?'], ['']])
  })

  it('on a document keeps nothing of what people asked', async () => {
    const id = randomUUID()
    const names = {
      source: 'upload',
      externalId: id,
      title: 'Handbook',
      createdBy: 'anna',
      newestVersion: 1,
      access: [],
    }
    await database.system.insert(documents).values({ tenantId: tenant_id, id, ...names })
    const placed = await send('POST', '/api/admin/holds', { document_id: id, reason: 'file 9' })
    expect(placed.json()).toMatchObject({ document_id: id, object_id: null, lifted_at: null })
    const asked = await ask('anna')
    await forgetAnswers(database, { id: asked }, contextFor({ tenant_id, object_id: 'anna' }, { clock }))
    expect(await wordsOf(asked)).toEqual([''])
    for (const more of [{ object_id: 'anna' }, { from: '2026-02-01T00:00:00Z' }])
      expect((await send('POST', '/api/admin/holds', { document_id: id, reason: 'x', ...more })).statusCode).toBe(400)
    const missing = await send('POST', '/api/admin/holds', { document_id: randomUUID(), reason: 'x' })
    expect(missing.json()).toMatchObject({ status: 404, code: 'document-not-found' })
  })

  it('is refused when it ends before it begins', async () => {
    const reply = await send('POST', '/api/admin/holds', {
      reason: 'x',
      from: '2026-02-01T00:00:00Z',
      to: '2026-01-01T00:00:00Z',
    })
    expect(reply.statusCode).toBe(400)
  })
})
