import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { usageMarks, usageRollups } from '../../platform/database/usage-schema.ts'
import { noteUsage } from '../../platform/usage-events/note-usage.ts'
import { openTestDatabase, type TestDatabase } from '../../testing/open-test-database.ts'
import { playUsageOrder, randomEvent, seeded } from '../../testing/usage-orders.ts'
import { renewRollups } from './renew-rollups.ts'

/** `bench/rollup-orders.ts` plays 1,000. */
const ORDERS = 12

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(async () => database[Symbol.asyncDispose]())

describe('roll-ups that are renewed bit by bit', () => {
  it.each(Array.from({ length: ORDERS }, (_, n) => n + 1))(
    'equal a recomputation, whatever comes twice or late (order %d)',
    async (seed) => {
      const { made, recomputed } = await playUsageOrder(database, await database.newTenant(), seed)
      expect(recomputed.length).toBeGreaterThan(20)
      expect(made).toEqual(recomputed)
    },
  )

  it('leave the day and the month that have not ended, and are told that they are out of date', async () => {
    const tenantId = await database.newTenant()
    const at = new Date('2026-03-02T09:07:00Z')
    const event = { ...randomEvent(tenantId, 'one', seeded(1)), at }
    await database.forTenant(tenantId).transaction((tx) => noteUsage(tx, event))
    const renew = (now: string) => renewRollups(database, tenantId, { now: new Date(now), atMost: 10, upTo: 'months' })
    expect(await renew('2026-03-02T09:08:00Z')).toBe(1)
    expect(await renew('2026-03-02T23:59:59Z')).toBe(0)
    expect(await renew('2026-03-03T00:00:00Z')).toBe(1)
    const grains = async () => {
      const rows = await database.system
        .selectDistinct({ grain: usageRollups.grain })
        .from(usageRollups)
        .where(eq(usageRollups.tenantId, tenantId))
      return rows.map(({ grain }) => grain).toSorted()
    }
    expect(await grains()).toEqual(['day', 'hour', 'quarter'])
    const marks = await database.system.select().from(usageMarks).where(eq(usageMarks.tenantId, tenantId))
    expect(marks).toMatchObject([{ grain: 'month', start: new Date('2026-03-01T00:00:00Z') }])
    expect(await renew('2026-04-01T00:00:00Z')).toBe(1)
    expect(await grains()).toEqual(['day', 'hour', 'month', 'quarter'])
  })

  it('count every question of people who ask while they are renewed', async () => {
    const tenantId = await database.newTenant()
    const [orm, pick] = [database.forTenant(tenantId), seeded(3)]
    const options = { now: new Date('2026-09-01T00:00:00Z'), atMost: 3, upTo: 'months' } as const
    const asking = Array.from({ length: 40 }, (_, n) =>
      orm.transaction((tx) => noteUsage(tx, randomEvent(tenantId, String(n), pick))),
    )
    const renewing = Array.from({ length: 10 }, () => renewRollups(database, tenantId, options))
    await Promise.all([...asking, ...renewing])
    while ((await renewRollups(database, tenantId, options)) > 0);
    const rows = await orm.select().from(usageRollups).where(eq(usageRollups.tenantId, tenantId))
    const months = rows.filter(({ grain, dimension }) => grain === 'month' && dimension === 'all')
    expect(months.reduce((sum, { questions }) => sum + questions, 0)).toBe(40)
  })
})
