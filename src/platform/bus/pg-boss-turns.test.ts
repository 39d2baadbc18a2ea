import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../../testing/postgres-server.ts'
import type { Database, Transaction } from '../database/database.ts'
import { openPostgresDatabase } from '../database/postgres.ts'
import type { Bus, SendOptions } from './bus.ts'
import { openPgBossBus } from './pg-boss.ts'

let server: PostgresServer
let database: Database
let bus: Bus
beforeAll(async () => {
  server = await startPostgresServer()
  database = openPostgresDatabase(server.url)
  bus = await openPgBossBus({ database, logger: pino({ level: 'silent' }) })
}, 60_000)
afterAll(async () => {
  await bus[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

/** A transaction that stays open until it is told to end. */
async function openTransaction(tenantId: string) {
  const started = Promise.withResolvers<Transaction>()
  const mayEnd = Promise.withResolvers<void>()
  const ended = database.forTenant(tenantId).transaction(async (transaction) => {
    started.resolve(transaction)
    await mayEnd.promise
  })
  const transaction = await started.promise
  return {
    transaction,
    send: (queue: string, options: SendOptions = {}) =>
      bus.send(queue, { tenant_id: tenantId }, { ...options, transaction }),
    commit: async () => {
      mayEnd.resolve()
      await ended
    },
  }
}

async function makeQueue(queue: string): Promise<void> {
  await bus.work(queue, { concurrency: 0 }, async () => undefined)
}

async function roundsOf(queue: string): Promise<readonly number[]> {
  const statement = sql`select priority from pgboss.job where name = ${queue} order by priority desc`
  const { rows } = await database.system.execute<{ priority: number }>(statement)
  const [first = 0] = rows.map(({ priority }) => priority)
  return rows.map(({ priority }) => first - priority)
}

describe('turns of tenants', () => {
  it('let nobody wait for the transaction of another upload, of another tenant or of the same', async () => {
    await makeQueue('unhindered')
    const open = await Promise.all(['a', 'a', 'b'].map(openTransaction))
    for (const { send } of open) await send('unhindered')
    await bus.send('unhindered', { tenant_id: 'a' })
    await bus.send('unhindered', { tenant_id: 'c' })
    expect(await bus.depth('unhindered')).toBe(2)
    for (const { commit } of open) await commit()
    expect(await bus.depth('unhindered')).toBe(5)
  })

  it('differ for the jobs of one tenant, even if transactions that are open at once send them', async () => {
    await makeQueue('rounds')
    const open = await Promise.all(['a', 'a', 'a', 'b'].map(openTransaction))
    for (const { send } of open) await send('rounds')
    await open[0]?.send('rounds')
    for (const { commit } of open) await commit()
    expect(await roundsOf('rounds')).toEqual([0, 0, 1, 1, 2])
  })

  it('begin anew when the queue is empty', async () => {
    await makeQueue('anew')
    for (let n = 0; n < 3; n++) await bus.send('anew', { tenant_id: 'a' })
    expect(await roundsOf('anew')).toEqual([0, 1, 2])
    await database.system.execute(sql`delete from pgboss.job where name = 'anew'`)
    await bus.send('anew', { tenant_id: 'a' })
    const { rows } = await database.system.execute(sql`select priority from pgboss.job where name = 'anew'`)
    expect(rows).toEqual([{ priority: 1_000_000_000 }])
  })

  it('show a tenant nothing of the jobs of others', async () => {
    await bus.send('private', { tenant_id: 'a' }, { key: 'secret' })
    const asB = database.forTenant('b')
    for (const column of ['data', 'priority', 'singleton_key', 'name', '*'])
      await expect(asB.execute(sql.raw(`select ${column} from pgboss.job`))).rejects.toThrow()
    await expect(asB.execute(sql`update pgboss.job set priority = 0`)).rejects.toThrow()
    await expect(asB.execute(sql`delete from pgboss.job`)).rejects.toThrow()
  })
})

describe('a key that is sent again', () => {
  it('keeps its waiting job from being begun before the second sender has committed', async () => {
    await makeQueue('held')
    await bus.send('held', { tenant_id: 'a' }, { key: 'same' })
    const open = await openTransaction('a')
    await open.send('held', { key: 'same' })
    const begun: unknown[] = []
    await bus.work('held', { concurrency: 1 }, async ({ payload }) => void begun.push(payload))
    // One that came later passes it, which shows that the worker looks.
    await bus.send('held', { tenant_id: 'b' })
    await expect.poll(() => begun).toEqual([{ tenant_id: 'b' }])
    await open.commit()
    await expect.poll(() => begun, { timeout: 5_000 }).toEqual([{ tenant_id: 'b' }, { tenant_id: 'a' }])
  })

  it('is sent once by transactions that are open at the same time', async () => {
    await makeQueue('raced')
    const [first, second] = await Promise.all([openTransaction('a'), openTransaction('a')])
    await first.send('raced', { key: 'same' })
    const sending = second.send('raced', { key: 'same' })
    await first.commit()
    await sending
    await second.commit()
    expect(await bus.depth('raced')).toBe(1)
  })
})
