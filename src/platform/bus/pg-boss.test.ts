import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { startPostgresServer } from '../../testing/postgres-server.ts'
import type { Database } from '../database/database.ts'
import { openEmbeddedDatabase } from '../database/pglite.ts'
import { openPostgresDatabase } from '../database/postgres.ts'
import { type BusUnderTest, describeBusContract } from './bus.contract.ts'
import { openPgBossBus } from './pg-boss.ts'

const logger = pino({ level: 'silent' })

describeBusContract('pg-boss on PGlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-bus-'))
  const database = await openEmbeddedDatabase({ dataFolder: join(folder, 'database') })
  return openOn(database, () => rm(folder, { recursive: true, force: true }))
})

describeBusContract('pg-boss on PostgreSQL', async () => {
  const server = await startPostgresServer()
  return openOn(openPostgresDatabase(server.url), async () => {
    await server[Symbol.asyncDispose]()
  })
})

async function openOn(database: Database, close: () => Promise<void>): Promise<BusUnderTest> {
  const bus = await openPgBossBus({ database, logger, retryDelayInSeconds: 0 })
  return {
    bus,
    database,
    openAnother: (options) => openPgBossBus({ database, logger, retryDelayInSeconds: 0, ...options }),
    expireLeases: async () => {
      await database.system.execute(sql`update pgboss.job set heartbeat_on = now() - interval '1 hour'`)
    },
    [Symbol.asyncDispose]: async () => {
      await bus[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await close()
    },
  }
}
