import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../../testing/postgres-server.ts'
import { azurePostgresIdentityFor } from './azure-postgres-identity.ts'
import { openPostgresDatabase } from './postgres.ts'

const IN_AZURE = 'postgres://footnote@name.postgres.database.azure.com:5432/footnote?sslmode=verify-full'

describe('the identity of this machine at a database', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgresServer()
  })
  afterAll(async () => server?.[Symbol.asyncDispose]())

  it('is for servers of Azure alone, and only without a password', () => {
    expect(azurePostgresIdentityFor(IN_AZURE)).not.toBeNull()
    expect(azurePostgresIdentityFor(IN_AZURE.replace('footnote@', 'footnote:secret@'))).toBeNull()
    for (const host of ['127.0.0.1', 'postgres.database.azure.com.example.org', 'azure.com'])
      expect(azurePostgresIdentityFor(`postgres://footnote@${host}/footnote`)).toBeNull()
  })

  it('stands in place of the password, a new token for each connection', async () => {
    const url = new URL(server.url)
    await using owner = openPostgresDatabase(url.href)
    await owner.pool.query(`create role machine login password 'token 1'`)
    Object.assign(url, { username: 'machine', password: '' })
    let given = 0
    await using database = openPostgresDatabase(url.href, () => async () => `token ${(given += 1)}`)
    expect((await database.pool.query('select current_user')).rows).toEqual([{ current_user: 'machine' }])
    await owner.pool.query(`alter role machine password 'token 2'`)
    await owner.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'machine'`)
    await expect.poll(async () => (await database.pool.query('select 1')).rowCount).toBe(1)
    expect(given).toBe(2)
  })
})
