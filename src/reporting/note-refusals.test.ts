import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { openPgBossBus } from '../platform/bus/pg-boss.ts'
import { usageRefusals } from '../platform/database/usage-schema.ts'
import { openTestDatabase } from '../testing/open-test-database.ts'
import { subscribeRefusals } from './note-refusals.ts'

it('refusals that are told twice count once', async () => {
  await using database = await openTestDatabase()
  await using bus = await openPgBossBus({ database, logger: pino({ enabled: false }), retryDelayInSeconds: 0 })
  const tenant_id = await database.newTenant()
  await subscribeRefusals({ bus, database })
  const start = '2026-03-30T10:15:00.000Z'
  const event = { version: 1 as const, tenant_id, refusals: [{ object_id: 'anna', start, refused: 7 }] }
  const batch = randomUUID()
  for (const each of [batch, batch, randomUUID()]) await bus.publish('requests-refused', { ...event, batch: each })
  await vi.waitFor(async () => expect(await bus.isPending('requests-refused.usage', { tenant_id })).toBe(false))
  const rows = await database.system.select().from(usageRefusals).where(eq(usageRefusals.tenantId, tenant_id))
  expect(rows.map(({ objectId, refused }) => [objectId, refused])).toEqual([
    ['anna', 7],
    ['anna', 7],
  ])
})
