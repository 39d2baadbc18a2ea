import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Principal } from '../contracts/principal.ts'
import { contextFor, createManualClock } from '../testing/call-contexts.ts'
import { openTestDatabase, type TestDatabase } from '../testing/open-test-database.ts'
import { openTestServer } from '../testing/open-test-server.ts'
import { budgetRoutes } from './budget-routes.ts'
import { createBudgets } from './budgets.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

async function open() {
  const tenant_id = await database.newTenant()
  const clock = createManualClock(Date.UTC(2026, 2, 2, 10))
  const defaults = { userTokensPerDay: 1_000, tenantTokensPerDay: 0 }
  const budgets = createBudgets({ database, defaults })
  const { app, headersOf } = await openTestServer({ roles: ['orchestration'], clock })
  await app.register(budgetRoutes({ database, budgets, defaults }))
  const send = async (method: 'GET' | 'PUT' | 'DELETE', url: string, by: Partial<Principal>, payload?: object) =>
    app.inject({ method, url, headers: await headersOf(contextFor({ tenant_id, ...by })), ...(payload && { payload }) })
  return {
    send,
    asAdmin: { object_id: 'admin', roles: ['Admin'] } satisfies Partial<Principal>,
    spend: async (tokens: number, by: Partial<Principal>) => {
      const { principal } = contextFor({ tenant_id, ...by })
      const spent = {
        principal,
        tokens: { prompt: tokens, completion: 0, costInMicros: tokens },
        reservations: [],
        at: clock.now(),
      }
      await database.forTenant(tenant_id).transaction((transaction) => budgets.settle(transaction, spent))
    },
  }
}

it('tells everybody what is left for them and when it is renewed', async () => {
  const { send, asAdmin, spend } = await open()
  await send('PUT', '/api/admin/budgets?subject=group:sales', asAdmin, { cost_per_day: 0.01 })
  const ada = { object_id: 'ada', group_ids: ['sales'] }
  await spend(300, ada)
  expect((await send('GET', '/api/budget', ada)).json()).toEqual({
    resets_at: '2026-03-03T00:00:00.000Z',
    budgets: [
      {
        subject: 'user:ada',
        tokens_per_day: 1_000,
        tokens_used: 300,
        tokens_left: 700,
        cost_per_day: null,
        cost_used: 0.0003,
        cost_left: null,
      },
      {
        subject: 'group:sales',
        tokens_per_day: null,
        tokens_used: 300,
        tokens_left: null,
        cost_per_day: 0.01,
        cost_used: 0.0003,
        cost_left: 0.0097,
      },
      {
        subject: 'tenant',
        tokens_per_day: null,
        tokens_used: 300,
        tokens_left: null,
        cost_per_day: null,
        cost_used: 0.0003,
        cost_left: null,
      },
    ],
  })
})

it('lets administrators set, list and take away budgets', async () => {
  const { send, asAdmin, spend } = await open()
  for (const tokens_per_day of [5, 500])
    expect((await send('PUT', '/api/admin/budgets?subject=tenant', asAdmin, { tokens_per_day })).statusCode).toBe(204)
  await send('PUT', '/api/admin/budgets?subject=user:ada', asAdmin, { tokens_per_day: 0 })
  await spend(7, { object_id: 'bob' })
  expect((await send('GET', '/api/admin/budgets', asAdmin)).json()).toEqual({
    resets_at: '2026-03-03T00:00:00.000Z',
    defaults: { user_tokens_per_day: 1_000, tenant_tokens_per_day: null },
    budgets: [
      { subject: 'tenant', tokens_per_day: 500, cost_per_day: null, tokens_used: 7, cost_used: 0.000007 },
      { subject: 'user:ada', tokens_per_day: 0, cost_per_day: null, tokens_used: 0, cost_used: 0 },
    ],
  })
  for (let i = 0; i < 2; i++)
    expect((await send('DELETE', '/api/admin/budgets?subject=user:ada', asAdmin)).statusCode).toBe(204)
  expect((await send('GET', '/api/admin/budgets', asAdmin)).json().budgets).toHaveLength(1)
})

it('refuses everybody else, and what is no budget', async () => {
  const { send, asAdmin } = await open()
  const reader = { object_id: 'ada', roles: ['Contributor'] } satisfies Partial<Principal>
  for (const [method, url] of [
    ['GET', '/api/admin/budgets'],
    ['PUT', '/api/admin/budgets?subject=tenant'],
    ['DELETE', '/api/admin/budgets?subject=tenant'],
  ] as const)
    expect((await send(method, url, reader, method === 'PUT' ? {} : undefined)).statusCode).toBe(403)
  for (const [subject, body] of [
    ['ada', {}],
    ['user:', {}],
    ['tenant', { tokens_per_day: -1 }],
    ['tenant', { tokens_per_day: 1.5 }],
    ['tenant', { tokens: 5 }],
  ] as const)
    expect((await send('PUT', `/api/admin/budgets?subject=${subject}`, asAdmin, body)).statusCode, subject).toBe(400)
})
