import { EventEmitter, once } from 'node:events'
import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../../testing/postgres-server.ts'
import type { Database } from '../database/database.ts'
import { openPostgresDatabase } from '../database/postgres.ts'
import type { Bus, Delivery } from './bus.ts'
import { openPgBossBus } from './pg-boss.ts'

const logger = pino({ level: 'silent' })

let server: PostgresServer
let database: Database
let bus: Bus
beforeAll(async () => {
  server = await startPostgresServer()
  database = openPostgresDatabase(server.url)
  bus = await openPgBossBus({ database, logger })
}, 60_000)
afterAll(async () => {
  await bus[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** A process that takes a job and dies: nothing is ever heard of it again. */
async function takeAndDie(queue: string): Promise<{ readonly id: string; readonly retryCount: number }> {
  const dying = new PgBoss({ db: fromDrizzle(database.system, sql), supervise: false, schedule: false })
  await dying.start()
  const [job] = await dying.fetch(queue, { includeMetadata: true })
  await dying.stop({ close: false })
  if (job === undefined) throw new Error('there was no job')
  return { id: job.id, retryCount: job.retryCount }
}

describe('jobs of workers that died', () => {
  it('are handed out again within 15 s, at every attempt', { timeout: 120_000 }, async () => {
    await bus.work('deadly', { concurrency: 0 }, async () => undefined)
    await bus.send('deadly', { tenant_id: 'a' })
    await takeAndDie('deadly')
    // The wait before a third attempt would be longer: it must not be added to the time until the death is noticed.
    const retried = sql`update pgboss.job set retry_count = 3 where name = 'deadly'`
    await database.system.execute(retried)
    const startedAt = performance.now()
    const delivered = new EventEmitter<{ delivery: [Delivery] }>()
    const next = once(delivered, 'delivery')
    await bus.work('deadly', { concurrency: 1 }, async (delivery) => void delivered.emit('delivery', delivery))
    const [delivery] = (await next) as [Delivery]
    expect(delivery.attempt).toBe(5)
    expect(performance.now() - startedAt).toBeLessThan(15_000)
  })

  it('become dead letters with the right number of attempts, and a reason', { timeout: 60_000 }, async () => {
    await bus.work('fatal', { concurrency: 0 }, async () => undefined)
    await bus.send('fatal', { tenant_id: 'fatal' })
    await takeAndDie('fatal')
    await database.system.execute(
      sql`update pgboss.job set retry_count = 4, heartbeat_on = now() - interval '1 hour' where name = 'fatal'`,
    )
    const read = async () => (await bus.deadLetters({ tenantId: 'fatal', limit: 10 })).letters
    await expect
      .poll(read, { timeout: 20_000 })
      .toMatchObject([
        { queue: 'fatal', attempts: 5, stage: null, reason: 'The worker died or did not answer in time.' },
      ])
  })

  it('are not finished by a worker that comes back from the dead', { timeout: 60_000 }, async () => {
    await bus.work('undead', { concurrency: 0 }, async () => undefined)
    await bus.send('undead', { tenant_id: 'a' })
    const old = await takeAndDie('undead')
    await database.system.execute(
      sql`update pgboss.job set heartbeat_on = now() - interval '1 hour' where name = 'undead'`,
    )
    await expect.poll(() => bus.depth('undead'), { timeout: 20_000 }).toBe(1)
    await expect
      .poll(() => takeAndDie('undead').catch(() => null), { timeout: 20_000 })
      .toMatchObject({ retryCount: 1 })
    const returned = new PgBoss({ db: fromDrizzle(database.system, sql), supervise: false, schedule: false })
    await returned.start()
    expect(await returned.complete('undead', old)).toMatchObject({ affected: 0 })
    expect(await returned.fail('undead', old)).toMatchObject({ affected: 0 })
    await returned.stop({ close: false })
    expect(await bus.isPending('undead', {})).toBe(true)
  })

  it('stay with a worker that lives, however long it takes', { timeout: 60_000 }, async () => {
    const mayEnd = Promise.withResolvers<void>()
    const deliveries: Delivery[] = []
    await bus.work('slow', { concurrency: 1 }, async (delivery) => {
      deliveries.push(delivery)
      await mayEnd.promise
    })
    await bus.send('slow', { tenant_id: 'a' })
    // Signs of life are what keeps a job: one must come well before the lease ends.
    const lived = sql`select from pgboss.job where name = 'slow' and heartbeat_on > started_on + interval '2 seconds'`
    await expect.poll(async () => (await database.system.execute(lived)).rows.length, { timeout: 9_000 }).toBe(1)
    mayEnd.resolve()
    await expect.poll(() => bus.isPending('slow', {})).toBe(false)
    expect(deliveries).toHaveLength(1)
  })
})

describe('a database that is away for a while', () => {
  it('is worked with again as soon as it is back, without a restart', { timeout: 120_000 }, async () => {
    const handled: string[] = []
    const inHand = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const name = ({ payload }: Delivery) => (payload as { name: string }).name
    await bus.work('patient', { concurrency: 2 }, async (delivery) => {
      if (name(delivery) === 'in hand' && delivery.attempt === 1) {
        inHand.resolve()
        await mayEnd.promise
      }
      handled.push(`${name(delivery)} ${delivery.attempt}`)
    })
    const events: string[] = []
    await bus.subscribe('index-updated', 'patient', async ({ generation }) => void events.push(generation))
    await bus.send('patient', { tenant_id: 'a', name: 'in hand' })
    await inHand.promise

    await server.stop()
    await expect(bus.send('patient', { tenant_id: 'a', name: 'lost' })).rejects.toThrow()
    await expect(bus.deadLetterDepth()).rejects.toThrow()
    // Its worker ends while nobody can write that down.
    mayEnd.resolve()
    await expect.poll(() => handled).toEqual(['in hand 1'])
    await server.start()

    const event = { version: 1 as const, tenant_id: 'a', generation: 'g', document_ids: [] }
    await expect
      .poll(() =>
        bus.publish('index-updated', event).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    await bus.send('patient', { tenant_id: 'a', name: 'after' })
    await expect.poll(() => handled, { timeout: 10_000 }).toContain('after 1')
    await expect.poll(() => events, { timeout: 10_000 }).toEqual(['g'])
    // What could not be written down is done once more: at least once, never lost.
    await expect.poll(() => handled, { timeout: 30_000 }).toContain('in hand 2')
    await expect.poll(() => bus.isPending('patient', {}), { timeout: 10_000 }).toBe(false)
    expect(handled.toSorted()).toEqual(['after 1', 'in hand 1', 'in hand 2'])
  })
})
