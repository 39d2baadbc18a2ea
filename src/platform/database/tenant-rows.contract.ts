import { randomUUID } from 'node:crypto'
import { count, eq, getTableColumns, getTableName, is, sql } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'
import type { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from './database.ts'
import * as evaluationSchema from './evaluation-schema.ts'
import * as feedbackSchema from './feedback-schema.ts'
import * as promptSchema from './prompt-schema.ts'
import * as recordSchema from './record-schema.ts'
import * as reportSchema from './report-schema.ts'
import * as schema from './schema.ts'
import * as shareSchema from './share-schema.ts'
import * as signInSchema from './sign-in-schema.ts'
import * as usageSchema from './usage-schema.ts'

const { answers, budgets, documents, documentVersions, generations, passages, tenants } = schema
const { users } = signInSchema
const TENANTS = ['ada', 'bert', `o'hara "\\ %$1; drop table tenants --`] as const
const [ADA, BERT, ODD] = TENANTS
/** Tables in which a tenant may do nothing. */
const CLOSED: ReadonlySet<string> = new Set(['sign_in_codes', 'sign_in_attempts', 'provider_records', 'alerts'])

const schemas = [
  schema,
  signInSchema,
  recordSchema,
  promptSchema,
  feedbackSchema,
  shareSchema,
  usageSchema,
  reportSchema,
  evaluationSchema,
]
const tables = schemas.flatMap((each) => Object.values(each)).filter((table) => is(table, PgTable))
const ofTenants = tables.filter((table) => 'tenantId' in getTableColumns(table))
const open = ofTenants.filter((table) => !CLOSED.has(getTableName(table)))

/** That PostgreSQL itself keeps tenants apart, whatever engine is behind it and whatever a statement forgets. */
export function describeTenantRowsContract(name: string, openDatabase: () => Promise<Database>): void {
  describe(`tenant rows contract: ${name}`, () => {
    let database: Database
    beforeAll(async () => {
      database = await openDatabase()
      await database.migrate()
      for (const id of TENANTS) await fill(database, id)
    })
    afterAll(async () => database?.[Symbol.asyncDispose]())

    const messageOf = async (work: PromiseLike<unknown>): Promise<string> => {
      const failure: unknown = await Promise.resolve(work).catch((error: unknown) => error)
      return String((failure as Error).cause ?? failure)
    }

    it('protects every table that has a tenant, and gives no rights on any other', async () => {
      const { rows } = await database.system.execute<{ table: string; protected: boolean; reachable: boolean }>(
        sql`select c.relname as table, c.relrowsecurity and exists (select from pg_policies p where p.tablename = c.relname
              and p.schemaname = 'public' and p.qual ~ 'current_setting' and p.with_check ~ 'current_setting') as protected,
              has_table_privilege('footnote_tenant', c.oid, 'select, insert, update, delete') as reachable
            from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
      )
      const expected = tables.map((table) => {
        const closed = CLOSED.has(getTableName(table))
        const isProtected = table === tenants || ofTenants.includes(table)
        return { table: getTableName(table), protected: isProtected, reachable: !closed }
      })
      const byName = (a: { table: string }, b: { table: string }) => (a.table < b.table ? -1 : 1)
      expect(rows.toSorted(byName)).toEqual(expected.toSorted(byName))
    })

    it('protects a table that is added later, at the next start', async () => {
      await database.system.execute(sql`create table later (tenant_id text not null, note text)`)
      await database.system.execute(sql`insert into later values (${ADA}, 'a'), (${BERT}, 'b')`)
      const read = () => database.forTenant(ADA).execute(sql`select note from later`)
      expect(await messageOf(read())).toContain('permission denied')
      await database.migrate()
      expect((await read()).rows).toEqual([{ note: 'a' }])
      await database.system.execute(sql`drop table later`)
    })

    it.each(TENANTS)('returns only the rows of %s when a query forgets its where', async (id) => {
      const orm = database.forTenant(id)
      for (const table of open) {
        const rows: readonly unknown[] = await orm.select().from(table)
        expect(rows, getTableName(table)).toEqual([expect.objectContaining({ tenantId: id })])
      }
      expect(await orm.select({ id: tenants.id }).from(tenants)).toEqual([{ id }])
    })

    it('counts and joins the rows of the tenant only', async () => {
      const orm = database.forTenant(BERT)
      expect(await orm.select({ rows: count() }).from(passages)).toEqual([{ rows: 1 }])
      const joined = await orm
        .select({ a: documents.tenantId, b: passages.tenantId })
        .from(documents)
        .innerJoin(passages, sql`true`)
      expect(joined).toEqual([{ a: BERT, b: BERT }])
    })

    it('sees all rows in system, and in the plain pool', async () => {
      for (const table of ofTenants) expect(await database.system.select().from(table)).toHaveLength(TENANTS.length)
      await database.forTenant(ADA).select().from(documents)
      expect((await database.pool.query('select id from tenants')).rows).toHaveLength(TENANTS.length)
    })

    it('shows nothing when no tenant is set', async () => {
      const client = await database.pool.connect()
      await client.query('begin')
      await client.query('set local role footnote_tenant')
      for (const table of open) expect((await client.query(`select 1 from ${getTableName(table)}`)).rows).toEqual([])
      await client.query('rollback')
      client.release()
      expect(await database.forTenant('').select().from(documents)).toEqual([])
    })

    it('refuses to write rows of another tenant', async () => {
      const orm = database.forTenant(ADA)
      const denied = 'violates row-level security policy'
      const foreign = { tenantId: BERT, subject: 'everyone', tokensPerDay: 1 }
      expect(await messageOf(orm.insert(budgets).values(foreign))).toContain(denied)
      expect(await messageOf(orm.insert(budgets).values(foreign).onConflictDoNothing())).toContain(denied)
      const target = [budgets.tenantId, budgets.subject]
      const upsert = orm
        .insert(budgets)
        .values(foreign)
        .onConflictDoUpdate({ target, set: { tokensPerDay: 1 } })
      expect(await messageOf(upsert)).toContain(denied)
      expect(await messageOf(orm.update(budgets).set({ tenantId: BERT, subject: 'moved' }))).toContain(denied)
      expect(await messageOf(orm.insert(tenants).values({ id: 'new', name: 'New' }))).toContain('permission denied')
      expect(await database.system.select().from(budgets).where(eq(budgets.tokensPerDay, 1))).toEqual([])
    })

    it('changes and deletes no row of another tenant', async () => {
      const orm = database.forTenant(ADA)
      expect(await orm.update(users).set({ displayName: 'x' }).where(eq(users.tenantId, BERT)).returning()).toEqual([])
      expect(await orm.update(tenants).set({ name: 'x' }).where(eq(tenants.id, BERT)).returning()).toEqual([])
      const failing = orm.transaction(async (tx) => {
        await tx.delete(passages)
        await tx.update(users).set({ displayName: 'x' })
        throw new Error('undo')
      })
      await expect(failing).rejects.toThrow('undo')
      await orm.delete(budgets)
      expect(await database.system.select().from(budgets)).toHaveLength(TENANTS.length - 1)
      await database.system.insert(budgets).values({ tenantId: ADA, subject: 'everyone' })
      expect(await database.system.select().from(passages)).toHaveLength(TENANTS.length)
    })

    it.each([...CLOSED])('keeps a tenant out of %s altogether', async (table) => {
      expect(await messageOf(database.forTenant(ADA).execute(sql.raw(`select * from ${table}`)))).toContain(
        'permission denied',
      )
    })

    it('makes nobody inherit a tenant or an open transaction', async () => {
      await database.forTenant(ADA).execute(sql`select 1`)
      expect(
        await database
          .forTenant(ADA)
          .execute(sql`select 1 / 0`)
          .catch(() => 'failed'),
      ).toBe('failed')
      const left = await database.pool.connect()
      await left.query('begin')
      left.release()
      expect(await identity(database.forTenant(BERT).transaction.bind(database.forTenant(BERT)))).toBe(
        `footnote_tenant ${BERT}`,
      )
      for (let n = 0; n < 12; n++) {
        const client = await database.pool.connect()
        const { rows } = await client.query(`select current_setting('role') as role`)
        expect(rows).toEqual([{ role: 'none' }])
        client.release()
      }
    })

    it('keeps many statements and transactions of three tenants apart', { timeout: 60_000 }, async () => {
      const pick = seeded(42)
      const work = Array.from({ length: 300 }, () => step(database, pick))
      expect((await Promise.all(work)).flat()).toEqual([])
      const after = await Promise.all(TENANTS.map((id) => database.forTenant(id).select().from(documents)))
      expect(after.flat().map(({ tenantId }) => tenantId)).toEqual(TENANTS)
    })
  })
}

/** Do one of six things for one of three tenants, and return whatever was seen that is not the tenant's. */
async function step(database: Database, pick: (below: number) => number): Promise<string[]> {
  const id = TENANTS[pick(TENANTS.length)] ?? ODD
  const orm = database.forTenant(id)
  const foreign = (rows: readonly { tenantId: string }[]) =>
    rows.length === 1 && rows[0]?.tenantId === id ? [] : [`${id} saw ${JSON.stringify(rows)}`]
  const read = { tenantId: documents.tenantId }
  switch (pick(6)) {
    case 0:
      return foreign(await orm.select(read).from(documents))
    case 1:
      return orm.transaction(async (tx) => {
        const before = foreign(await tx.select(read).from(documents))
        await tx.update(users).set({ displayName: id })
        return [...before, ...foreign(await tx.select({ tenantId: users.tenantId }).from(users))]
      })
    case 2:
      return orm
        .transaction(async (tx) => {
          await tx.execute(sql`select 1 / 0`)
          return ['no error']
        })
        .catch(async () => foreign(await orm.select(read).from(documents)))
    case 3:
      return orm.execute(sql`select * from no_such_table`).then(
        () => ['no error'],
        () => [],
      )
    case 4:
      return breakOff(database, (orm as unknown as { readonly $client: Pool }).$client)
    default: {
      const { rows } = await database.pool.query('select id from tenants')
      return rows.length === TENANTS.length ? [] : [`system saw ${rows.length} tenants`]
    }
  }
}

/** Leave in the middle of a transaction that has set another role and tenant. */
async function breakOff(database: Database, pool: Pool): Promise<string[]> {
  const client = await pool.connect()
  await client.query('begin')
  await client.query(`select set_config('footnote.tenant', 'nobody', false), set_config('role', 'none', false)`)
  client.release(true)
  const { rows } = await database.system.execute(sql`select current_setting('role') as role`)
  return rows[0]?.['role'] === 'none' ? [] : [`system worked as ${JSON.stringify(rows)}`]
}

async function identity(transaction: Database['system']['transaction']): Promise<string> {
  return transaction(async (tx) => {
    const { rows } = await tx.execute(sql`select current_user || ' ' || current_setting('footnote.tenant') as identity`)
    return String(rows[0]?.['identity'])
  })
}

/** The same numbers on every run (Numerical Recipes' linear congruential generator). */
function seeded(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** One row in every table, with values that fit each column's type: tables that are added later are filled too. */
async function fill({ system }: Database, tenantId: string): Promise<void> {
  const [documentId, answerId, generation, caseId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  await system.insert(tenants).values({ id: tenantId, name: tenantId })
  const first = [documents, documentVersions, generations, answers, evaluationSchema.goldenCases]
  const rest = ofTenants.filter((table) => !(first as readonly unknown[]).includes(table))
  for (const table of [...first, ...rest]) {
    const values = Object.entries(getTableColumns(table)).flatMap(([key, column]) => {
      if (key === 'tenantId') return [[key, tenantId]]
      if (table === documents ? key === 'id' : key === 'documentId') return [[key, documentId]]
      if (table === generations ? key === 'id' : key === 'generation') return [[key, generation]]
      if (table === evaluationSchema.goldenCases ? key === 'id' : key === 'caseId') return [[key, caseId]]
      if (table === answers ? key === 'id' : key === 'answerId') return [[key, answerId]]
      return column.notNull && !column.hasDefault ? [[key, valueFor(column.columnType, column.enumValues)]] : []
    })
    await system.insert(table).values(Object.fromEntries(values))
  }
}

function valueFor(columnType: string, choices: readonly string[] | undefined): unknown {
  switch (columnType) {
    case 'PgText':
      return choices?.[0] ?? randomUUID()
    case 'PgUUID':
      return randomUUID()
    case 'PgTimestamp':
      return new Date(0)
    case 'PgDateString':
      return '2026-11-24'
    case 'PgArray':
      return []
    case 'PgJsonb':
      return {}
    case 'PgBoolean':
      return true
    default:
      return 1
  }
}
