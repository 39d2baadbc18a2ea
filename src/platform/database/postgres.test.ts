import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../../testing/postgres-server.ts'
import { describeDatabaseContract } from './database.contract.ts'
import type { Database } from './database.ts'
import { openPostgresDatabase } from './postgres.ts'
import { tenants } from './schema.ts'
import { describeTenantRowsContract } from './tenant-rows.contract.ts'

describe('a PostgreSQL server', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgresServer()
  })
  afterAll(async () => server?.[Symbol.asyncDispose]())

  /** The address of a new database that belongs to a new login with these rights. */
  const newDatabase = async (name: string, rights: string): Promise<string> => {
    await using database = openPostgresDatabase(server.url)
    await database.pool.query(`create role ${name} login password 'test' ${rights}`)
    await database.pool.query(`create database ${name} owner ${name}`)
    const url = new URL(server.url)
    Object.assign(url, { username: name, pathname: `/${name}` })
    return url.href
  }
  const withDatabase = async (url: string, work: (database: Database) => Promise<void>): Promise<void> => {
    await using database = openPostgresDatabase(url)
    await work(database)
  }
  const asAdministrator = (...statements: readonly string[]): Promise<void> =>
    withDatabase(server.url, async ({ pool }) => {
      for (const statement of statements) await pool.query(statement)
    })

  it('names the statements for an administrator when the user may not make the role of tenants', async () => {
    const url = await newDatabase('weak', 'nocreaterole')
    const create = 'create role footnote_tenant nologin;'
    const grant = 'grant footnote_tenant to weak with inherit false, set true;'
    await withDatabase(url, async (database) => {
      await expect(database.migrate()).rejects.toThrow(`must run once: ${create} ${grant}`)
      await asAdministrator(create)
      await expect(database.migrate()).rejects.toThrow(`must run once: ${grant}`)
      await asAdministrator(grant)
      await database.migrate()
      await database.system.insert(tenants).values({ id: 'a', name: 'A' })
      expect(await database.forTenant('b').select().from(tenants)).toEqual([])
    })
    await asAdministrator('drop database weak', 'drop role footnote_tenant')
  })

  it('refuses to start with a role of tenants that sees all rows', async () => {
    await asAdministrator('create role footnote_tenant bypassrls')
    await using database = openPostgresDatabase(server.url)
    await expect(database.migrate()).rejects.toThrow('alter role footnote_tenant nosuperuser nobypassrls')
    await asAdministrator('drop role footnote_tenant')
  })

  it('sets up several databases of one server at the same moment', async () => {
    const urls = [await newDatabase('one', 'superuser'), await newDatabase('two', 'superuser')]
    const databases = urls.flatMap((url) => [openPostgresDatabase(url), openPostgresDatabase(url)])
    await Promise.all(databases.map((database) => database.migrate()))
    for (const database of databases) expect(await database.forTenant('a').select().from(tenants)).toEqual([])
    await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()))
  })

  it('goes on when the server breaks a connection in the middle of a transaction', async () => {
    await using database = openPostgresDatabase(server.url)
    const broken = database.forTenant('a').transaction(async (tx) => {
      const { rows } = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)
      await database.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid])
      await tx.execute(sql`select 1`)
    })
    await expect(broken).rejects.toThrow()
    const { rows } = await database.forTenant('b').execute(sql`select current_setting('footnote.tenant') as tenant`)
    expect(rows).toEqual([{ tenant: 'b' }])
  })

  it('says nothing of standing, because other processes write too', async () => {
    await using database = openPostgresDatabase(server.url)
    await database.migrate()
    expect(database.standingRevision()).toBeNull()
  })

  describeDatabaseContract('PostgreSQL', async () => openPostgresDatabase(server.url))

  describeTenantRowsContract('PostgreSQL', async () =>
    openPostgresDatabase(await newDatabase('tenant_rows', 'superuser')),
  )
})
