import { afterAll, beforeAll, describe } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../../testing/postgres-server.ts'
import { describeDatabaseContract } from './database.contract.ts'
import { openPostgresDatabase } from './postgres.ts'

describe('a PostgreSQL server', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgresServer()
  })
  afterAll(async () => server?.[Symbol.asyncDispose]())

  describeDatabaseContract('PostgreSQL', async () => openPostgresDatabase(server.url))
})
