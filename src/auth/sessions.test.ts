import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sessions as sessionRows, users } from '../platform/database/sign-in-schema.ts'
import { createManualClock, principalFor } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { createScriptedProvider, providerIsDown } from '../testing/scripted-identity-provider.ts'
import { createSeal } from './seal-secret.ts'
import { createSessions, type Sessions } from './sessions.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const sealKey = randomBytes(32).toString('base64url')

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

/** A person with a session, and the processes that could be asked about it. */
async function signedIn() {
  const tenantId = await database.newTenant()
  await database.system.insert(users).values({ tenantId, objectId: 'ada', displayName: 'Ada', roles: [] })
  const clock = createManualClock()
  const provider = createScriptedProvider()
  provider.answer = { tenant_id: tenantId, object_id: 'ada', roles: ['Admin'] }
  const { verifyToken } = provider
  const newProcess = (): Sessions =>
    createSessions({
      database,
      verifyToken,
      providers: [provider],
      seal: createSeal(sealKey),
      lifetimeInMs: 24 * HOUR,
      idleLifetimeInMs: 8 * HOUR,
    })
  const sessions = newProcess()
  const tokens = { accessToken: JSON.stringify(provider.answer), refreshToken: 'refresh-0' }
  const verified = await verifyToken(tokens.accessToken, clock.now())
  const started = { provider: 'oidc', issuer: 'https://provider.example.org', verified, tokens } as const
  const { id } = await sessions.start({ ...started, userAgent: 'Test', askedAt: clock.now() }, clock.now())
  const rightsChange = () =>
    database.system
      .update(users)
      .set({ tokensValidAfter: new Date(clock.now()) })
      .where(eq(users.tenantId, tenantId))
  return {
    tenantId,
    clock,
    provider,
    sessions,
    newProcess,
    id,
    rightsChange,
    find: () => sessions.find(id, clock.now()),
    row: async () => (await database.system.select().from(sessionRows).where(eq(sessionRows.tenantId, tenantId)))[0],
  }
}

/** Use it once an hour, as somebody does who works. */
async function workFor(hours: number, { clock, find }: Awaited<ReturnType<typeof signedIn>>) {
  for (let hour = 0; hour < hours; hour += 1) {
    clock.advance(HOUR)
    await find()
  }
}

describe('a session', () => {
  it('names who signed in, as the provider said', async () => {
    const { find, tenantId, clock } = await signedIn()
    expect(await find()).toEqual({
      principal: principalFor({ tenant_id: tenantId, object_id: 'ada', roles: ['Admin'] }),
      issuedAt: new Date(clock.now()),
      expiresAt: new Date(clock.now() + 24 * HOUR),
    })
  })

  it('ends when it was not used for too long', async () => {
    const { clock, find, row } = await signedIn()
    clock.advance(8 * HOUR)
    expect(await find()).toBeNull()
    expect(await row()).toBeUndefined()
  })

  it('goes on while it is used, until the end of its longest life', async () => {
    const session = await signedIn()
    await workFor(23, session)
    expect(await session.find()).not.toBeNull()
    session.clock.advance(HOUR)
    expect(await session.find()).toBeNull()
  })

  it('ends at once when it is signed out, and says whose it was', async () => {
    const { sessions, id, find } = await signedIn()
    expect(await sessions.end(id)).toMatchObject({ provider: 'oidc', principal: { object_id: 'ada' } })
    expect(await find()).toBeNull()
    expect(await sessions.end(id)).toBeNull()
  })

  it('leaves nothing in the database that could be used in its place', async () => {
    const { id, row, sessions, clock } = await signedIn()
    const kept = await row()
    expect(JSON.stringify(kept)).not.toContain(id)
    expect(JSON.stringify(kept)).not.toContain('refresh-0')
    expect(await sessions.find(kept!.idHash, clock.now())).toBeNull()
  })

  it('that begins after rights were changed is believed, whatever time stands in its token', async () => {
    const { tenantId, sessions, clock, rightsChange, provider } = await signedIn()
    await database.system
      .insert(users)
      .values({ tenantId, objectId: 'ada', issuer: 'https://provider.example.org', displayName: 'Ada', roles: [] })
      .onConflictDoNothing()
    await rightsChange()
    // Dated back, as tokens of Entra are, by a provider that gives no refresh token.
    const { principal, expiresAt } = await provider.verifyToken(JSON.stringify(provider.answer), clock.now())
    const verified = { principal, expiresAt, issuedAt: new Date(clock.now() - 300_000) }
    const tokens = { accessToken: '', refreshToken: null }
    const begun = { provider: 'oidc', issuer: 'https://provider.example.org', verified, tokens } as const
    const { id } = await sessions.start({ ...begun, userAgent: 'Test', askedAt: clock.now() }, clock.now())
    expect(await sessions.find(id, clock.now())).toMatchObject({ principal: { object_id: 'ada' } })
  })

  it('notes at most once a minute that it is in use', async () => {
    const { clock, find, row } = await signedIn()
    const first = (await row())!.lastSeenAt
    clock.advance(MINUTE - 1)
    await find()
    expect((await row())!.lastSeenAt).toEqual(first)
    clock.advance(1)
    await find()
    expect((await row())!.lastSeenAt).toEqual(new Date(clock.now()))
  })
})

describe('asking the provider again', () => {
  it('happens when the access token would have ended, and not before', async () => {
    const { clock, find, provider } = await signedIn()
    clock.advance(HOUR - 1)
    await find()
    expect(provider.timesAsked()).toBe(0)
    clock.advance(1)
    provider.answer = { ...(provider.answer as object), roles: ['Reader'] }
    expect((await find())?.principal.roles).toEqual(['Reader'])
    expect(provider.timesAsked()).toBe(1)
  })

  it('happens once for fifty requests at the same time in two processes', async () => {
    const { clock, id, provider, sessions, newProcess } = await signedIn()
    clock.advance(HOUR)
    const processes = [sessions, newProcess()]
    const found = await Promise.all(Array.from({ length: 50 }, (_, i) => processes[i % 2]!.find(id, clock.now())))
    expect(found.every((one) => one !== null)).toBe(true)
    expect(provider.timesAsked()).toBe(1)
  })

  it('happens at once when rights were taken away, and all requests wait for it', async () => {
    const { clock, id, provider, sessions, newProcess, rightsChange } = await signedIn()
    clock.advance(MINUTE)
    await rightsChange()
    clock.advance(1)
    provider.answer = { ...(provider.answer as object), roles: ['Reader'] }
    const processes = [sessions, newProcess()]
    const found = await Promise.all(Array.from({ length: 50 }, (_, i) => processes[i % 2]!.find(id, clock.now())))
    expect(found.map((one) => one?.principal.roles)).toEqual(found.map(() => ['Reader']))
    expect(provider.timesAsked()).toBe(1)
  })

  it('ends the session when the provider refuses', async () => {
    const { clock, find, provider, row } = await signedIn()
    clock.advance(HOUR)
    provider.answer = null
    expect(await find()).toBeNull()
    expect(await row()).toBeUndefined()
  })

  it('ends the session when the provider speaks of somebody else', async () => {
    const { clock, find, provider } = await signedIn()
    clock.advance(HOUR)
    provider.answer = { ...(provider.answer as object), object_id: 'mallory' }
    expect(await find()).toBeNull()
  })

  it('that fails keeps the session for 15 minutes and no longer', async () => {
    const { clock, find, provider } = await signedIn()
    const answer = provider.answer
    provider.answer = providerIsDown()
    clock.advance(HOUR + 15 * MINUTE - 1)
    expect((await find())?.principal.roles).toEqual(['Admin'])
    clock.advance(10_000)
    await expect(find()).rejects.toMatchObject({ code: 'service-unavailable' })
    provider.answer = answer
    clock.advance(10_000)
    expect(await find()).not.toBeNull()
  })

  it('that fails lets nobody in whose rights were taken away', async () => {
    const { clock, find, provider, rightsChange } = await signedIn()
    clock.advance(MINUTE)
    await rightsChange()
    provider.answer = providerIsDown()
    await expect(find()).rejects.toMatchObject({ code: 'service-unavailable' })
  })
})
