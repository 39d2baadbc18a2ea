import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AccessExplanation } from '../contracts/access-explanation.ts'
import { ApiKeyInput } from '../contracts/api-keys.ts'
import type { Principal } from '../contracts/principal.ts'
import { documents } from '../platform/database/schema.ts'
import { users } from '../platform/database/sign-in-schema.ts'
import { contextFor, createManualClock } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { administrationRoutes } from './administration-routes.ts'
import { type ApiKeys, createApiKeys } from './api-keys.ts'

const clock = createManualClock()
let database: TestDatabase
let server: TestServer
let apiKeys: ApiKeys
let tenantId: string
beforeAll(async () => {
  database = await openTestDatabase()
  apiKeys = createApiKeys({ database })
  server = await openTestServer({ roles: ['auth'], clock })
  await server.app.register(administrationRoutes({ database, apiKeys }))
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
})
beforeEach(async () => {
  tenantId = await database.newTenant()
})

const admin = (more: Partial<Principal> = {}) =>
  contextFor({ tenant_id: tenantId, object_id: 'root', roles: ['Admin'], ...more }, { clock })

async function addDocument(access: string[], more: Partial<typeof documents.$inferInsert> = {}): Promise<string> {
  const id = randomUUID()
  const names = { tenantId, id, source: 'upload', externalId: id, title: 'Secret title', createdBy: 'root' }
  await database.system.insert(documents).values({ ...names, access, newestVersion: 1, currentVersion: 1, ...more })
  return id
}

const addPerson = (objectId: string, more: Partial<typeof users.$inferInsert> = {}) =>
  database.system.insert(users).values({ tenantId, objectId, displayName: objectId, roles: ['Reader'], ...more })

async function ask(query: Record<string, string>, caller = admin()) {
  const headers = { ...(await server.headersOf(caller)), 'x-request-id': 'request-1' }
  return server.app.inject({ url: `/api/admin/access/explain?${new URLSearchParams(query).toString()}`, headers })
}

async function explain(user: string, document: string, groups?: string): Promise<AccessExplanation> {
  const reply = await ask({ user, document, ...(groups === undefined ? {} : { groups }) })
  expect(reply.statusCode).toBe(200)
  return reply.json()
}

describe('the explanation of access', () => {
  it('names the entry that lets somebody in, and where list and groups come from', async () => {
    await addPerson('ada', { groupIds: ['hr'] })
    await addPerson('bob', { groupIds: ['hr'], issuer: 'https://login.example.org' })
    const id = await addDocument(['group:hr', 'user:eve'], { accessFrom: 'collection', collection: 'Rules' })
    expect(await explain('ada', id)).toMatchObject({
      allowed: true,
      matching_entry: 'group:hr',
      what_to_do: null,
      tenant_id: tenantId,
      person: { known: true, disabled: false, roles: ['Reader'], group_ids: ['hr'], groups_from: 'account' },
      document: { document_id: id, deleted: false, from: 'collection', name: 'Rules' },
      sentences: [
        'ada is a person of your organisation.',
        'They are in hr, as their account here says.',
        'Their roles: Reader.',
        'The document exists and follows the list of the collection "Rules": group:hr, user:eve.',
        'The entry "group:hr" matches.',
        'Therefore ada may read it.',
      ],
    })
    expect((await explain('bob', id)).person.groups_from).toBe('last-sign-in')
  })

  it('takes the e-mail address of an account for its person', async () => {
    await addPerson('ada', { groupIds: ['hr'], email: `ada@${tenantId}.example.org`, displayName: 'Ada Marlowe' })
    const id = await addDocument(['group:hr'])
    const told = await explain(`Ada@${tenantId}.example.org`, id)
    expect(told).toMatchObject({ allowed: true, person: { object_id: 'ada', known: true } })
    expect(told.sentences[0]).toBe('Ada Marlowe (ada) is a person of your organisation.')
    expect(told.sentences.at(-1)).toBe('Therefore Ada Marlowe may read it.')
  })

  it('says that no entry matches, and what to do', async () => {
    await addPerson('ada')
    const id = await addDocument(['group:hr'])
    const { allowed, what_to_do, sentences } = await explain('ada', id)
    expect(allowed).toBe(false)
    expect(sentences.at(-2)).toContain('No entry of the list matches')
    expect(what_to_do).toBe(
      `Add "user:ada" or a group of theirs to the document's access list, or make them a member of hr.`,
    )
    expect(await explain('ada', id, 'hr,it')).toMatchObject({ allowed: true, person: { groups_from: 'request' } })
  })

  it.each([
    ['a disabled account', { disabledAt: new Date() }, {}, 'Enable the account of ada.'],
    ['a missing role', { roles: [] }, {}, 'Give ada the role Reader.'],
    ['a deleted document', {}, { deletedAt: new Date(), currentVersion: null }, 'Upload the document again.'],
  ])('knows %s', async (_what, person, document, remedy) => {
    await addPerson('ada', person)
    const id = await addDocument(['everyone'], document)
    expect(await explain('ada', id)).toMatchObject({ allowed: false, matching_entry: 'everyone', what_to_do: remedy })
  })

  it('works for somebody who never signed in, and for API keys', async () => {
    const id = await addDocument(['group:hr'])
    expect(await explain('zoe', id)).toMatchObject({ allowed: false, person: { known: false, roles: null } })
    const told = await explain('zoe', id, 'hr')
    expect(told).toMatchObject({ allowed: true, person: { known: false, group_ids: ['hr'] } })
    expect(told.sentences.at(-1)).toBe('Therefore zoe may read it once they sign in with the role Reader.')
    const key = await apiKeys.create(ApiKeyInput.parse({ name: 'x', group_ids: ['hr'] }), admin())
    expect(await explain(key.object_id, id)).toMatchObject({ allowed: true, person: { kind: 'api-key' } })
    await apiKeys.revoke(key.id, admin())
    expect(await explain(key.object_id, id)).toMatchObject({ allowed: false, person: { disabled: true } })
    expect(await explain('key:made-up', id)).toMatchObject({ allowed: false, person: { known: false } })
  })

  it('does not tell documents of other organisations from missing ones, and nothing to people without the role', async () => {
    const id = await addDocument(['everyone'])
    const stranger = admin({ tenant_id: await database.newTenant() })
    const [foreign, missing] = [
      await ask({ user: 'ada', document: id }, stranger),
      await ask({ user: 'ada', document: randomUUID() }, stranger),
    ]
    expect([foreign.statusCode, missing.statusCode]).toEqual([404, 404])
    expect(foreign.body).toBe(missing.body)
    expect((await ask({ user: 'ada', document: id }, admin({ roles: ['Contributor'] }))).statusCode).toBe(403)
    expect((await ask({ user: 'ada', document: id })).body).not.toContain('Secret title')
    await database.system.update(documents).set({ currentVersion: null }).where(eq(documents.id, id))
    expect((await explain('ada', id)).sentences.join(' ')).toContain('No version of it is searchable yet')
  })
})
