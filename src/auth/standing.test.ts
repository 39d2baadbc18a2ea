import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import { tenants } from '../platform/database/schema.ts'
import { users } from '../platform/database/sign-in-schema.ts'
import { contextFor, createManualClock, principalFor } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { createApiKey } from './api-key-format.ts'
import { createAuth } from './auth.ts'
import { ensureTenants } from './ensure-tenants.ts'
import { createStandingReader } from './standing.ts'
import type { Verified } from './verified.ts'

const clock = createManualClock()
const gateway = contextFor({ kind: 'system' }, { clock })
let database: TestDatabase
let tenantId: string
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(async () => {
  tenantId = await database.newTenant()
  const person = { issuer: 'https://provider.example.org', displayName: 'Ada', roles: [] }
  await database.system.insert(users).values({ tenantId, objectId: 'ada', ...person })
})

const change = (values: Partial<typeof users.$inferInsert>) =>
  database.system
    .update(users)
    .set(values)
    .where(and(eq(users.tenantId, tenantId), eq(users.objectId, 'ada')))

/** The database, counting what is asked of it. */
function counted() {
  const asked: unknown[] = []
  const query = (text: string, values: unknown[]) => {
    asked.push(values)
    return database.pool.query(text, values)
  }
  return { asked, pool: { query } as never, standingRevision: () => null }
}

function verified(principal: Partial<Principal> = {}, more: Partial<Verified> = {}): Verified {
  return {
    principal: principalFor({ tenant_id: tenantId, object_id: 'ada', ...principal }),
    issuedAt: new Date(clock.now()),
    expiresAt: new Date(clock.now() + 3_600_000),
    ...more,
  }
}

/** An auth service that believes every credential to be this one. */
function authOf(known: Verified) {
  return createAuth({
    readStanding: createStandingReader(database),
    sessions: { find: async (id) => (id === 'session' ? known : null) },
    apiKeys: { find: async () => known },
    verifyToken: async (token) => {
      if (token !== 'token') throw problem('not-authenticated', 'not a token')
      return known
    },
  })
}

const bearer = (token: string) => ({ credential: { type: 'bearer', token } as const })
const REFUSED = { code: 'not-authenticated' }

describe('a caller', () => {
  it('is known by a token, a key or a session, with the epochs of the tenant', async () => {
    await database.system.update(tenants).set({ accessEpoch: 7, libraryEpoch: 9 }).where(eq(tenants.id, tenantId))
    const auth = authOf(verified())
    const credentials = [
      bearer('token'),
      bearer(createApiKey().key),
      { credential: { type: 'session', id: 'session' } as const },
    ]
    for (const credential of credentials) {
      const found = await auth.authenticate(credential, gateway)
      expect(found).toMatchObject({ principal: { object_id: 'ada' }, access_epoch: 7, library_epoch: 9 })
    }
  })

  it('is refused when the credential is unknown', async () => {
    const auth = authOf(verified())
    for (const credential of [bearer('made-up'), { credential: { type: 'session', id: 'made-up' } as const }])
      await expect(auth.authenticate(credential, gateway)).rejects.toMatchObject(REFUSED)
  })

  it('is refused when the organisation is not set up here, however good the token is', async () => {
    const auth = authOf(verified({ tenant_id: 'elsewhere' }))
    await expect(auth.authenticate(bearer('token'), gateway)).rejects.toMatchObject(REFUSED)
  })

  it('is refused from the moment an administrator disables the account', async () => {
    const auth = authOf(verified())
    await expect(auth.authenticate(bearer('token'), gateway)).resolves.toBeDefined()
    await change({ disabledAt: new Date(clock.now()) })
    await expect(auth.authenticate(bearer('token'), gateway)).rejects.toMatchObject(REFUSED)
  })

  it('is refused with credentials from before rights were taken away, and welcome with later ones', async () => {
    await change({ tokensValidAfter: new Date(clock.now()) })
    const before = authOf(verified({}, { issuedAt: new Date(clock.now() - 1) }))
    await expect(before.authenticate(bearer('token'), gateway)).rejects.toMatchObject(REFUSED)
    await expect(authOf(verified()).authenticate(bearer('token'), gateway)).resolves.toBeDefined()
  })

  it('is refused when another provider vouches for somebody of the same name', async () => {
    const other = authOf(verified({}, { issuer: 'https://other.example.org' }))
    await expect(other.authenticate(bearer('token'), gateway)).rejects.toMatchObject(REFUSED)
    const same = authOf(verified({}, { issuer: 'https://provider.example.org' }))
    await expect(same.authenticate(bearer('token'), gateway)).resolves.toBeDefined()
  })

  it('needs no account of their own', async () => {
    const auth = authOf(verified({ object_id: 'a script', kind: 'application' }))
    await expect(auth.authenticate(bearer('token'), gateway)).resolves.toBeDefined()
  })
})

describe('reading the standing of callers', () => {
  it('asks the database twice at most for a hundred who come at once, and gives each their own', async () => {
    const { asked, ...server } = counted()
    const read = createStandingReader(server)
    const names = Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 'ada' : `nobody-${i}`))
    const found = await Promise.all(names.map((objectId) => read({ tenantId, objectId })))
    expect(asked.length).toBeLessThanOrEqual(2)
    expect(found.map((standing) => standing?.person?.issuer)).toEqual(
      names.map((name) => (name === 'ada' ? 'https://provider.example.org' : undefined)),
    )
  })

  it('never answers from a query that began before it was asked', async () => {
    const read = createStandingReader({ pool: database.pool, standingRevision: () => null })
    const early = read({ tenantId, objectId: 'ada' })
    await change({ disabledAt: new Date(clock.now()) })
    const late = await read({ tenantId, objectId: 'ada' })
    await early
    expect(late?.person?.isDisabled).toBe(true)
  })

  it('tells everybody who waits when the database cannot answer, and asks it again afterwards', async () => {
    let broken = true
    const query = (text: string, values: unknown[]) =>
      broken ? Promise.reject(new Error('down')) : database.pool.query(text, values)
    const read = createStandingReader({ pool: { query } as never, standingRevision: () => null })
    const both = await Promise.allSettled([1, 2].map(() => read({ tenantId, objectId: 'ada' })))
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    broken = false
    await expect(read({ tenantId, objectId: 'ada' })).resolves.not.toBeNull()
  })
})

describe('remembering the standing of callers', () => {
  /** The embedded database, counting what is asked of it. */
  const embedded = () => ({ ...counted(), standingRevision: database.standingRevision })

  it('asks the database once as long as no tenant and no user changes', async () => {
    const { asked, ...rest } = embedded()
    const read = createStandingReader(rest)
    for (let i = 0; i < 3; i += 1) {
      expect(await read({ tenantId, objectId: 'ada' })).toMatchObject({ person: { isDisabled: false } })
      expect(await read({ tenantId: 'elsewhere', objectId: 'ada' })).toBeNull()
    }
    expect(asked).toHaveLength(2)
  })

  it('never gives one caller the standing of another', async () => {
    const read = createStandingReader(embedded())
    await database.system.insert(tenants).values({ id: '1', name: 'short' })
    expect(await read({ tenantId: '1', objectId: `${tenantId}ada` })).toMatchObject({ person: null })
    expect(await read({ tenantId: `1${tenantId}`, objectId: 'ada' })).toBeNull()
  })

  it('knows of every change from the moment it is answered, with others reading all the time', async () => {
    const read = createStandingReader(embedded())
    const done = new AbortController()
    const readers = Array.from({ length: 5 }, async () => {
      while (!done.signal.aborted) await read({ tenantId, objectId: 'ada' }).then(() => new Promise(setImmediate))
    })
    const wrong: number[] = []
    for (let i = 0; i < 200; i += 1) {
      await change({ disabledAt: i % 2 === 0 ? new Date(0) : null })
      const standing = await read({ tenantId, objectId: 'ada' })
      if (standing?.person?.isDisabled !== (i % 2 === 0)) wrong.push(i)
    }
    done.abort()
    await Promise.all(readers)
    expect(wrong).toEqual([])
  })

  it('does not keep what was read while a change was made', async () => {
    const { pool } = counted()
    let revision = 0
    const query = async (text: string, values: unknown[]) => {
      const read = await (pool as { query: (text: string, values: unknown[]) => Promise<unknown> }).query(text, values)
      await change({ disabledAt: new Date(0) })
      revision += 1
      return read
    }
    const read = createStandingReader({ pool: { query } as never, standingRevision: () => revision })
    await read({ tenantId, objectId: 'ada' })
    expect(await read({ tenantId, objectId: 'ada' })).toMatchObject({ person: { isDisabled: true } })
  })
})

it('makes the tenants of the configuration once', async () => {
  for (let i = 0; i < 2; i += 1) await ensureTenants(database, ['configured', 'configured'])
  expect(await database.system.select().from(tenants).where(eq(tenants.id, 'configured'))).toHaveLength(1)
})
