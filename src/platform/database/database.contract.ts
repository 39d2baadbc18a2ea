import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import { isOneOf } from './is-one-of.ts'
import { tenants } from './schema.ts'

/** What every database adapter must do, whatever engine is behind it. */
export function describeDatabaseContract(name: string, open: () => Promise<Database>): void {
  describe(`database contract: ${name}`, () => {
    let database: Database
    beforeAll(async () => {
      database = await open()
      await database.migrate()
    })
    afterAll(async () => database?.[Symbol.asyncDispose]())

    it('migrates an up-to-date schema again without harm', async () => {
      await Promise.all([database.migrate(), database.migrate()])
      expect(await database.system.select().from(tenants)).toEqual([])
    })

    it('keeps rows of a committed transaction and none of one that failed', async () => {
      await database.system.transaction((tx) => tx.insert(tenants).values({ id: 'kept', name: 'Kept' }))
      const failing = database.system.transaction(async (tx) => {
        await tx.insert(tenants).values({ id: 'lost', name: 'Lost' })
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      const ids = (await database.system.select({ id: tenants.id }).from(tenants)).map((row) => row.id)
      expect(ids).toContain('kept')
      expect(ids).not.toContain('lost')
    })

    it('finds rows by many values in one parameter, whatever letters they have', async () => {
      const names = ['a,b', '{c}', 'd"e', "f'g", 'h\\i', 'null', ''].map((letters) => `${randomUUID()} ${letters}`)
      await database.system.insert(tenants).values(names.map((id) => ({ id, name: 'Found' })))
      const find = (ids: readonly string[]) =>
        database.system.select({ id: tenants.id }).from(tenants).where(isOneOf(tenants.id, ids))
      expect((await find(names)).map(({ id }) => id).toSorted()).toEqual(names.toSorted())
      expect(await find(names.slice(0, 1))).toEqual([{ id: names[0] }])
      expect(await find([])).toEqual([])
    })

    it('keeps interleaved transactions apart', async () => {
      const id = randomUUID()
      await database.system.insert(tenants).values({ id, name: 'Counter', accessEpoch: 0 })
      const increments = Array.from({ length: 40 }, () =>
        database.system.transaction(async (tx) => {
          const [row] = await tx.select().from(tenants).where(eq(tenants.id, id)).for('update')
          await tx
            .update(tenants)
            .set({ accessEpoch: row!.accessEpoch + 1 })
            .where(eq(tenants.id, id))
        }),
      )
      await Promise.all(increments)
      const [row] = await database.system.select().from(tenants).where(eq(tenants.id, id))
      expect(row!.accessEpoch).toBe(40)
    })

    it('answers each of many statements at once with its own result', async () => {
      const answers = await Promise.all(
        Array.from({ length: 300 }, async (_, n) => {
          const { rows } = await database.pool.query(`select $1::int as n, ${n % 7} as kind`, [n])
          return rows[0] as { n: number; kind: number }
        }),
      )
      expect(answers).toEqual(Array.from({ length: 300 }, (_, n) => ({ n, kind: n % 7 })))
    })

    it('keeps statements of one connection apart from transactions of others', async () => {
      const results = await Promise.all(
        Array.from({ length: 300 }, async (_, n) => {
          if (n % 3 !== 0) return (await database.pool.query('select $1::int + $2::int as result', [n, 0])).rows[0]
          return database.system.transaction(async (tx) => (await tx.execute(sql`select ${n}::int as result`)).rows[0])
        }),
      )
      expect(results).toEqual(Array.from({ length: 300 }, (_, result) => ({ result })))
    })

    it('lets others go on when a connection breaks in the middle of a transaction', async () => {
      const id = randomUUID()
      const client = await database.pool.connect()
      client.on('error', () => undefined)
      await client.query('begin')
      await client.query('insert into tenants (id, name) values ($1, $2)', [id, 'Broken'])
      client.release(true)
      expect(await database.system.select().from(tenants).where(eq(tenants.id, id))).toEqual([])
    })

    it('returns times, arrays and documents as they were written', async () => {
      const { rows } = await database.system.execute(
        sql`select ${'{a,"b c"}'}::text[] as list, ${'2026-11-23T10:00:00Z'}::timestamptz as at, ${'{"x":1}'}::jsonb as doc`,
      )
      expect(rows[0]).toMatchObject({ list: ['a', 'b c'], doc: { x: 1 } })
      expect(new Date(String((rows[0] as { at: Date }).at)).toISOString()).toBe('2026-11-23T10:00:00.000Z')
    })

    it('keeps the connection usable after a statement that failed', async () => {
      await expect(database.system.execute(sql`select * from no_such_table`)).rejects.toThrow()
      const { rows } = await database.system.execute(sql`select 1 as one`)
      expect(rows).toEqual([{ one: 1 }])
    })
  })
}
