import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../contracts/principal.ts'
import { sessions as sessionRows, signInCodes, users } from '../platform/database/schema.ts'
import { createManualClock } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { createSessions, type Sessions, SIGN_IN_CODE_LIFETIME_IN_MS } from './sessions.ts'

const LIFETIME_IN_MS = 3_600_000
const clock = createManualClock()
let database: TestDatabase
let sessions: Sessions
beforeAll(async () => {
  database = await openTestDatabase()
  sessions = createSessions({ database, lifetimeInMs: LIFETIME_IN_MS })
})
afterAll(() => database[Symbol.asyncDispose]())

async function newPerson(roles: readonly Role[] = ['Reader']) {
  const tenantId = await database.newTenant()
  await database.system.insert(users).values({ tenantId, objectId: 'ada', displayName: 'Ada', roles: [...roles] })
  return { tenantId, objectId: 'ada' }
}

type Person = Awaited<ReturnType<typeof newPerson>>
const codeFor = ({ tenantId, objectId }: Person) => sessions.createSignInCode(tenantId, objectId, clock.now())
const start = async (person: Person) => (await sessions.redeemSignInCode(await codeFor(person), clock.now())).id

describe('a one-time code', () => {
  it('starts a session of the person it was made for', async () => {
    const person = await newPerson(['Contributor'])
    const { id, expiresAt } = await sessions.redeemSignInCode(await codeFor(person), clock.now())
    expect(expiresAt.getTime()).toBe(clock.now() + LIFETIME_IN_MS)
    expect(await sessions.find(id, clock.now())).toEqual({
      expiresAt,
      principal: {
        tenant_id: person.tenantId,
        object_id: 'ada',
        display_name: 'Ada',
        group_ids: [],
        roles: ['Contributor'],
        kind: 'user',
      },
    })
  })

  it('works once, however many try at the same moment', async () => {
    const code = await codeFor(await newPerson())
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => sessions.redeemSignInCode(code, clock.now())),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of tries) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'sign-in-code-invalid' })
    }
  })

  it('works until just before its end and not from then on', async () => {
    const person = await newPerson()
    const [early, late] = [await codeFor(person), await codeFor(person)]
    const end = clock.now() + SIGN_IN_CODE_LIFETIME_IN_MS
    await expect(sessions.redeemSignInCode(early, end - 1)).resolves.toBeDefined()
    await expect(sessions.redeemSignInCode(late, end)).rejects.toMatchObject({ code: 'sign-in-code-invalid' })
  })

  it('is refused when it was never made', async () => {
    for (const code of ['', 'guess', 'A'.repeat(32)])
      await expect(sessions.redeemSignInCode(code, clock.now())).rejects.toMatchObject({ code: 'sign-in-code-invalid' })
  })

  it('leaves nothing in the database that could be used in its place', async () => {
    const code = await codeFor(await newPerson())
    const { id } = await sessions.redeemSignInCode(code, clock.now())
    const kept = JSON.stringify([
      await database.system.select().from(signInCodes),
      await database.system.select().from(sessionRows),
    ])
    expect(kept).not.toContain(code)
    expect(kept).not.toContain(id)
  })

  it('is forgotten some time after its end', async () => {
    const person = await newPerson()
    await codeFor(person)
    const later = clock.now() + SIGN_IN_CODE_LIFETIME_IN_MS + 1
    await sessions.createSignInCode(person.tenantId, person.objectId, later)
    const kept = await database.system.select().from(signInCodes).where(eq(signInCodes.tenantId, person.tenantId))
    expect(kept).toHaveLength(1)
  })
})

describe('a session', () => {
  it('ends with its lifetime', async () => {
    const id = await start(await newPerson())
    expect(await sessions.find(id, clock.now() + LIFETIME_IN_MS - 1)).not.toBeNull()
    expect(await sessions.find(id, clock.now() + LIFETIME_IN_MS)).toBeNull()
  })

  it('ends at once when it is signed out, and the others stay', async () => {
    const person = await newPerson()
    const [one, other] = [await start(person), await start(person)]
    await sessions.end(one)
    expect(await sessions.find(one, clock.now())).toBeNull()
    expect(await sessions.find(other, clock.now())).not.toBeNull()
  })

  it('has the roles and groups that the person has now', async () => {
    const { tenantId, objectId } = await newPerson(['Admin'])
    const id = await start({ tenantId, objectId })
    await database.system
      .update(users)
      .set({ roles: ['Reader'], groupIds: ['g1'] })
      .where(eq(users.tenantId, tenantId))
    expect((await sessions.find(id, clock.now()))?.principal).toMatchObject({ roles: ['Reader'], group_ids: ['g1'] })
  })

  it('ends when the person is removed', async () => {
    const { tenantId, objectId } = await newPerson()
    const id = await start({ tenantId, objectId })
    await database.system.delete(users).where(eq(users.tenantId, tenantId))
    expect(await sessions.find(id, clock.now())).toBeNull()
  })

  it('is not found by the hash that the database holds', async () => {
    await start(await newPerson())
    const [row] = await database.system.select().from(sessionRows)
    expect(await sessions.find(row!.idHash, clock.now())).toBeNull()
  })
})
