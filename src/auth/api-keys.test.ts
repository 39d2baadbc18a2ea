import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ApiKeyInput, type CreatedApiKey } from '../contracts/api-keys.ts'
import type { CallContext } from '../contracts/call-context.ts'
import type { Principal } from '../contracts/principal.ts'
import { apiKeys as table } from '../platform/database/sign-in-schema.ts'
import { contextFor, createManualClock } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { openTestServer, type TestServer } from '../testing/open-test-server.ts'
import { createApiKey, isApiKey } from './api-key-format.ts'
import { addApiKeyRoutes } from './api-key-routes.ts'
import { type ApiKeys, createApiKeys } from './api-keys.ts'

const DAY = 86_400_000
const clock = createManualClock()
let database: TestDatabase
let keys: ApiKeys
let tenantId: string
beforeAll(async () => {
  database = await openTestDatabase()
  keys = createApiKeys({ database })
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  tenantId = await database.newTenant()
})

const admin = (more: Partial<Principal> = {}): CallContext =>
  contextFor({ tenant_id: tenantId, object_id: 'root', roles: ['Admin'], ...more }, { clock })
const make = (input: Partial<ApiKeyInput> = {}, context = admin()): Promise<CreatedApiKey> =>
  keys.create(ApiKeyInput.parse({ name: 'nightly import', ...input }), context)
const find = (key: string) => keys.find(key, clock.now())

async function rowOf({ id }: CreatedApiKey) {
  const [row] = await database.system.select().from(table).where(eq(table.id, id))
  return row!
}

describe('an API key', () => {
  it('is random, recognisable and safe against typing errors', () => {
    const made = Array.from({ length: 200 }, createApiKey)
    expect(new Set(made.map(({ key }) => key)).size).toBe(200)
    for (const { key, prefix } of made) {
      expect(key).toMatch(/^fnk_[0-9a-z]{8}_[0-9a-z]{57}$/)
      expect(key.startsWith(`${prefix}_`)).toBe(true)
      expect(isApiKey(key)).toBe(true)
      const place = 13 + Math.floor(Math.random() * 57)
      expect(isApiKey(`${key.slice(0, place)}${key[place] === 'x' ? 'y' : 'x'}${key.slice(place + 1)}`)).toBe(false)
    }
    for (const bad of ['', 'fnk_', `${made[0]!.key} `, made[0]!.key.toUpperCase(), made[0]!.key.slice(0, -1)])
      expect(isApiKey(bad)).toBe(false)
  })

  it('stands for an application with the roles and groups of the key and nothing of its maker', async () => {
    const created = await make({ roles: ['Contributor'], group_ids: ['g1'] }, admin({ group_ids: ['board'] }))
    expect(await find(created.key)).toEqual({
      principal: {
        tenant_id: tenantId,
        object_id: `key:${created.id}`,
        group_ids: ['g1'],
        roles: ['Contributor'],
        kind: 'application',
        display_name: 'nightly import',
        role_origins: { Contributor: 'given to the API key "nightly import"' },
        groups_from: 'api-key',
      },
      issuedAt: new Date(clock.now()),
      expiresAt: new Date(clock.now() + 90 * DAY),
    })
  })

  it('is stored as a hash only', async () => {
    const created = await make()
    const row = JSON.stringify(await rowOf(created))
    expect(row).not.toContain(created.key)
    expect(row).not.toContain(created.key.slice(13, 40))
    expect(row).toContain(created.prefix)
  })

  it('opens nothing when it is unknown, cut, expired or revoked, and never says which', async () => {
    const [expired, revoked, other] = [await make({ expires_in_days: 1 }), await make(), await make()]
    await keys.revoke(revoked.id, admin())
    expect(await find(expired.key)).not.toBeNull()
    const end = clock.now() + DAY
    expect(await keys.find(expired.key, end - 1)).not.toBeNull()
    for (const key of [createApiKey().key, other.key.slice(0, -1), revoked.key, 'fnk_', "' or true --"])
      expect(await find(key)).toBeNull()
    expect(await keys.find(expired.key, end)).toBeNull()
  })

  it('remembers its last use, at most once a minute', async () => {
    const created = await make()
    expect(await rowOf(created)).toMatchObject({ lastUsedAt: null })
    const used = async (after: number) => {
      clock.advance(after)
      await find(created.key)
      return (await rowOf(created)).lastUsedAt?.getTime()
    }
    const first = await used(0)
    expect(first).toBe(clock.now())
    expect(await used(59_000)).toBe(first)
    expect(await used(1_001)).toBe(clock.now())
  })

  it('lasts 90 days unless told otherwise, and at most 365', async () => {
    expect(ApiKeyInput.parse({ name: 'x' })).toMatchObject({ expires_in_days: 90, roles: ['Reader'], group_ids: [] })
    for (const expires_in_days of [0, 366, 1.5])
      expect(ApiKeyInput.safeParse({ name: 'x', expires_in_days }).success).toBe(false)
    expect(Date.parse((await make({ expires_in_days: 365 })).expires_at)).toBe(clock.now() + 365 * DAY)
  })

  it('never has more than its maker may give', async () => {
    const refused = { code: 'role-missing' }
    const bob = admin({ object_id: 'bob', roles: ['Contributor'], group_ids: ['g1'] })
    await expect(make({ roles: ['Admin'] }, bob)).rejects.toMatchObject(refused)
    await expect(make({ group_ids: ['g2'] }, bob)).rejects.toMatchObject(refused)
    await make({ roles: ['Contributor'], group_ids: ['g1'] }, bob)
    await make({ roles: ['Admin'], group_ids: ['g2'] })
    const key = await make({ roles: ['Admin'] })
    const { principal } = (await find(key.key))!
    await expect(make({}, admin(principal))).rejects.toMatchObject(refused)
  })
})

describe('the API key routes', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await openTestServer({ roles: ['auth'], clock })
    await server.app.register(async (app) => addApiKeyRoutes(app.withTypeProvider(), keys))
  })
  afterAll(() => server[Symbol.asyncDispose]())

  async function call(method: 'GET' | 'POST' | 'DELETE', url: string, context: CallContext, payload?: object) {
    const headers = { ...(await server.headersOf(context)), 'x-request-id': 'request-1' }
    return server.app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) })
  }

  it('show a key once, list keys page by page without it, and revoke', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const made: CreatedApiKey[] = []
    for (const name of names) {
      const reply = await call('POST', '/api/api-keys', admin(), { name })
      expect([reply.statusCode, reply.headers['cache-control']]).toEqual([201, 'no-store'])
      made.push(reply.json())
    }
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const reply = await call('GET', `/api/api-keys?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`, admin())
      for (const { key } of made) expect(reply.body).not.toContain(key)
      const page = reply.json<{ api_keys: { name: string }[]; next_cursor: string | null }>()
      seen.push(...page.api_keys.map(({ name }) => name))
      if (page.next_cursor === null) break
      cursor = page.next_cursor
    }
    expect(seen.toSorted()).toEqual(names)
    const [first] = made
    expect(await find(first!.key)).not.toBeNull()
    for (const _ of [1, 2]) expect((await call('DELETE', `/api/api-keys/${first!.id}`, admin())).statusCode).toBe(204)
    expect(await find(first!.key)).toBeNull()
  })

  it('are for administrators of the organisation whose keys they are', async () => {
    const { id, key } = await make()
    const stranger = admin({ tenant_id: await database.newTenant() })
    const [foreign, missing] = [
      await call('DELETE', `/api/api-keys/${id}`, stranger),
      await call('DELETE', '/api/api-keys/00000000-0000-4000-8000-000000000000', stranger),
    ]
    expect([foreign.statusCode, missing.statusCode]).toEqual([404, 404])
    expect(foreign.body).toBe(missing.body)
    expect((await call('GET', '/api/api-keys', stranger)).json()).toEqual({ api_keys: [], next_cursor: null })
    expect(await find(key)).not.toBeNull()
    for (const [method, url] of [
      ['GET', '/api/api-keys'],
      ['POST', '/api/api-keys'],
      ['DELETE', `/api/api-keys/${id}`],
    ] as const)
      expect((await call(method, url, admin({ roles: ['Contributor'] }))).statusCode).toBe(403)
    expect((await call('GET', '/api/api-keys?cursor=x', admin())).statusCode).toBe(400)
  })
})
