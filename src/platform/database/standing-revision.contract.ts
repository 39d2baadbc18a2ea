import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Orm } from './database.ts'
import { documents, tenants } from './schema.ts'
import { users } from './sign-in-schema.ts'

const TENANT = 'ada'
const PERSON = { tenantId: TENANT, issuer: 'urn:test', displayName: 'Ada', roles: [] }

/** That a database which says that nothing has changed is right. */
export function describeStandingRevisionContract(name: string, openDatabase: () => Promise<Database>): void {
  describe(`standing revision contract: ${name}`, () => {
    let database: Database
    let before: number
    beforeAll(async () => {
      database = await openDatabase()
      await database.migrate()
      await database.system.insert(tenants).values({ id: TENANT, name: TENANT })
      await database.system.insert(users).values({ ...PERSON, objectId: 'ada' })
    })
    afterAll(async () => database?.[Symbol.asyncDispose]())
    beforeEach(() => {
      before = revision()
    })

    const revision = () => database.standingRevision() ?? Number.NaN
    const disable = (orm: Pick<Orm, 'update'>) =>
      orm
        .update(users)
        .set({ disabledAt: new Date(0) })
        .where(eq(users.objectId, 'ada'))

    it('has grown when a change is answered, whoever made it', async () => {
      const changes = [
        () => disable(database.system),
        () => disable(database.forTenant(TENANT)),
        () => database.forTenant(TENANT).update(tenants).set({ accessEpoch: 2 }),
        () => database.pool.query("insert into tenants (id, name) values ('bert', 'bert')"),
        () => database.system.delete(tenants).where(eq(tenants.id, 'bert')),
        () => database.pool.query('truncate users cascade'),
        () => database.system.insert(users).values({ ...PERSON, objectId: 'ada' }),
      ]
      for (const change of changes) {
        const last = revision()
        await change()
        expect(revision()).toBeGreaterThan(last)
      }
    })

    it('grows with the end of a transaction and not before it', async () => {
      for (const orm of [database.system, database.forTenant(TENANT)]) {
        const last = revision()
        await orm.transaction(async (transaction) => {
          await disable(transaction)
          expect(revision()).toBe(last)
        })
        expect(revision()).toBeGreaterThan(last)
      }
    })

    it('stays when a change is taken back', async () => {
      const failing = database.system.transaction(async (transaction) => {
        await disable(transaction)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      await expect(database.pool.query("insert into tenants (id) values ('ada')")).rejects.toThrow()
      expect(revision()).toBe(before)
    })

    it('stays when other tables change, and when anything is read', async () => {
      await database.system.delete(documents)
      await database.system.select().from(users)
      expect(revision()).toBe(before)
    })

    it('has grown when the answer to each of 300 changes among other statements arrives', async () => {
      const results = await Promise.all(
        Array.from({ length: 300 }, async (_, n) => {
          const orm = n % 2 === 0 ? database.system : database.forTenant(TENANT)
          const last = revision()
          if (n % 3 === 0) await disable(orm)
          else if (n % 3 === 1) await orm.transaction(async (transaction) => void (await disable(transaction)))
          else await orm.select().from(tenants)
          return n % 3 === 2 || revision() > last
        }),
      )
      expect(results.filter((isRight) => !isRight)).toEqual([])
    })

    it('grows when whoever made a change does not wait for the answer', async () => {
      const client = await database.pool.connect()
      client.on('error', () => undefined)
      await client.query('begin')
      await client.query("update users set display_name = 'Ada L.'")
      client.query('commit').catch(() => undefined)
      client.release(true)
      // Statements take turns: this one is answered after whatever became of the transaction.
      const [row] = await database.system.select().from(users)
      if (row?.displayName === 'Ada L.') expect(revision()).toBeGreaterThan(before)
    })
  })
}
