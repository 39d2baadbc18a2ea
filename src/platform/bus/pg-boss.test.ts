import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { startPostgresServer } from '../../testing/postgres-server.ts'
import { openEmbeddedDatabase } from '../database/pglite.ts'
import { openPostgresDatabase } from '../database/postgres.ts'
import { describeBusContract } from './bus.contract.ts'
import { openPgBossBus } from './pg-boss.ts'

const logger = pino({ level: 'silent' })

describeBusContract('pg-boss on PGlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-bus-'))
  const database = await openEmbeddedDatabase({ dataFolder: join(folder, 'database') })
  const bus = await openPgBossBus({ database, logger, retryDelayInSeconds: 0 })
  return {
    bus,
    database,
    [Symbol.asyncDispose]: async () => {
      await bus[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
})

describeBusContract('pg-boss on PostgreSQL', async () => {
  const server = await startPostgresServer()
  const database = openPostgresDatabase(server.url)
  const bus = await openPgBossBus({ database, logger, retryDelayInSeconds: 0 })
  return {
    bus,
    database,
    [Symbol.asyncDispose]: async () => {
      await bus[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
})
