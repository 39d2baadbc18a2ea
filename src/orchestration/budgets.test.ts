import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallContext } from '../contracts/call-context.ts'
import { openPostgresDatabase } from '../platform/database/postgres.ts'
import { budgetReservations, budgets as budgetRows } from '../platform/database/schema.ts'
import { contextFor, createManualClock, type ManualClock } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { startPostgresServer } from '../testing/postgres-server.ts'
import { createBudgets } from './budgets.ts'
import { withCost } from './token-cost.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

interface Caller {
  readonly object_id?: string
  readonly group_ids?: string[]
}

/** A tenant of its own with budgets, and a clock that stands at ten in the morning of 2 March 2026 (UTC). */
async function open({ user = 0, tenant = 0, price = { prompt: 0, completion: 0 } } = {}) {
  const tenantId = await database.newTenant()
  const defaults = { userTokensPerDay: user, tenantTokensPerDay: tenant }
  const clock: ManualClock = createManualClock(Date.UTC(2026, 2, 2, 10))
  const budgets = createBudgets({ database, defaults })
  const contextOf = (caller: Caller = {}): CallContext => contextFor({ tenant_id: tenantId, ...caller }, { clock })
  const reserve = (tokens: number, caller?: Caller) =>
    budgets.reserve(withCost({ prompt: tokens - 10, completion: 10 }, price), contextOf(caller))
  const spend = async (tokens: number, caller?: Caller, reservation: string | null = null) => {
    const { principal } = contextOf(caller)
    const spent = {
      principal,
      tokens: withCost({ prompt: tokens, completion: 0 }, price),
      reservations: reservation === null ? [] : [reservation],
      at: clock.now(),
    }
    await database.forTenant(tenantId).transaction((transaction) => budgets.settle(transaction, spent))
  }
  const set = (subject: string, limit: { tokensPerDay?: number; costPerDayInMicros?: number }) =>
    database
      .forTenant(tenantId)
      .insert(budgetRows)
      .values({ tenantId, subject, ...limit })
  const state = async (subject: string, caller?: Caller) =>
    (await budgets.stateFor(contextOf(caller))).find((one) => one.subject === subject)
  return { tenantId, budgets, clock, reserve, spend, set, state }
}

const EXCEEDED = { code: 'budget-exceeded' }

describe('a budget', () => {
  it('holds nobody up and keeps no reservation where nothing is limited', async () => {
    const { reserve } = await open()
    expect(await reserve(1_000_000)).toBeNull()
  })

  it('lets a user spend what the day allows, and says when it is renewed', async () => {
    const { reserve, spend, clock } = await open({ user: 1_000 })
    await spend(400)
    await expect(reserve(700)).rejects.toMatchObject({
      ...EXCEEDED,
      message: expect.stringContaining('2026-03-03T00:00Z'),
      retryAfterInSeconds: 14 * 3_600,
    })
    expect(await reserve(600)).not.toBeNull()
    expect(await reserve(1_000, { object_id: 'other' })).not.toBeNull()
    clock.advance(14 * 3_600_000)
    expect(await reserve(1_000)).not.toBeNull()
  })

  it('is not overshot by many answers at once', async () => {
    const { reserve, state } = await open({ user: 1_000 })
    const attempts = await Promise.allSettled(Array.from({ length: 50 }, () => reserve(100)))
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(await state('user:reader')).toMatchObject({ usedTokens: 0, reservedTokens: 1_000 })
  })

  it('is not overshot on a server that runs transactions side by side either', async () => {
    await using server = await startPostgresServer()
    await using postgres = openPostgresDatabase(server.url)
    await postgres.migrate()
    const defaults = { userTokensPerDay: 0, tenantTokensPerDay: 1_000 }
    const budgets = createBudgets({ database: postgres, defaults })
    const answer = async (n: number) => {
      const context = contextFor({ object_id: `u${n % 5}` })
      const reservation = await budgets.reserve({ prompt: 90, completion: 10, costInMicros: 0 }, context)
      const spent = {
        principal: context.principal,
        tokens: { prompt: 100, completion: 0, costInMicros: 0 },
        reservations: reservation === null ? [] : [reservation],
        at: Date.now(),
      }
      await postgres.forTenant('t1').transaction((transaction) => budgets.settle(transaction, spent))
    }
    const answers = await Promise.allSettled(Array.from({ length: 50 }, (_, n) => answer(n)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect((await budgets.stateFor(contextFor())).at(-1)).toMatchObject({ usedTokens: 1_000, reservedTokens: 0 })
  }, 60_000)

  it('gets back what an answer did not need', async () => {
    const { reserve, spend, state } = await open({ user: 1_000 })
    const reservation = await reserve(900)
    await expect(reserve(200)).rejects.toMatchObject(EXCEEDED)
    await spend(50, {}, reservation)
    expect(await state('user:reader')).toMatchObject({ usedTokens: 50, reservedTokens: 0 })
    expect(await reserve(950)).not.toBeNull()
  })

  it('gets back what a process held that died', async () => {
    const { reserve, clock, tenantId } = await open({ user: 1_000 })
    await reserve(1_000)
    clock.advance(599_999)
    await expect(reserve(100)).rejects.toMatchObject(EXCEEDED)
    clock.advance(1)
    expect(await reserve(1_000)).not.toBeNull()
    expect(await database.forTenant(tenantId).select().from(budgetReservations)).toHaveLength(1)
  })

  it('of the tenant is shared by everybody, and another tenant has its own', async () => {
    const { reserve, spend } = await open({ tenant: 1_000 })
    await spend(500, { object_id: 'ada' })
    await spend(450, { object_id: 'bob' })
    await expect(reserve(100, { object_id: 'eve' })).rejects.toThrow(/^Your organisation/)
    const other = await open({ tenant: 1_000 })
    expect(await other.reserve(1_000)).not.toBeNull()
  })

  it('of a group is shared by its members and concerns nobody else', async () => {
    const { reserve, spend, set } = await open()
    await set('group:sales', { tokensPerDay: 1_000 })
    await spend(950, { object_id: 'ada', group_ids: ['sales', 'all'] })
    await expect(reserve(100, { object_id: 'bob', group_ids: ['sales'] })).rejects.toThrow(/^Your group/)
    expect(await reserve(100_000, { object_id: 'eve', group_ids: ['all'] })).toBeNull()
  })

  it('of one user comes before that of each user, and both before the default', async () => {
    const { reserve, set } = await open({ user: 100 })
    await set('everyone', { tokensPerDay: 200 })
    await set('user:ada', {})
    expect(await reserve(200, { object_id: 'bob' })).not.toBeNull()
    await expect(reserve(201, { object_id: 'eve' })).rejects.toMatchObject(EXCEEDED)
    expect(await reserve(1_000_000, { object_id: 'ada' })).toBeNull()
  })

  it('may be one of money, by the prices of the model', async () => {
    const { reserve, spend, set, state } = await open({ price: { prompt: 2.5, completion: 10 } })
    await set('user:reader', { costPerDayInMicros: 10_000 })
    await spend(3_000)
    expect(await state('user:reader')).toMatchObject({ usedCostInMicros: 7_500, usedTokens: 3_000 })
    await expect(reserve(1_000)).rejects.toMatchObject(EXCEEDED)
    expect(await reserve(900)).not.toBeNull()
  })
})
