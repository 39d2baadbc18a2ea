import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database, Transaction } from '../database/database.ts'
import { readCursor, writeCursor } from '../http/page-cursor.ts'
import type { Bus, DeadLetter, DeadLetterChoice } from './bus.ts'

/** The queue to which pg-boss moves what it gave up. */
export const DEAD_LETTERS = 'dead-letters'

/** A replay or a discard of many letters is done in transactions of this size, so that none holds up others for long. */
const BATCH_SIZE = 100

const LetterRow = z.object({
  id: z.string(),
  data: z.unknown(),
  tenant_id: z.string().catch(''),
  source_name: z.string().catch('unknown'),
  source_retry_count: z.number().catch(0),
  source_output: z.unknown(),
  priority: z.number(),
  singleton_key: z.string().nullable(),
  failed_at: z.coerce.date(),
})
type LetterRow = z.infer<typeof LetterRow>

const FailureOutput = z.object({ message: z.string(), stage: z.string().nullable().catch(null) })

/** To the millisecond, as a cursor has it: a page must not end between two letters of the same one. */
const FAILED_AT = sql.raw(`date_trunc('milliseconds', created_on)`)
const COLUMNS = sql.raw(`id, data, data ->> 'tenant_id' as tenant_id, source_name, source_retry_count, source_output,
  priority, singleton_key, to_char(created_on at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as failed_at`)

/** Newest first, from `after` on. */
export const listDeadLetters =
  ({ system }: Pick<Database, 'system'>): Bus['deadLetters'] =>
  async ({ tenantId, limit, after }) => {
    const ofTenant = tenantId === undefined ? sql`` : sql`and data ->> 'tenant_id' = ${tenantId}`
    const { rows } = await system.execute(sql`
      select ${COLUMNS} from pgboss.job_common
      where name = ${DEAD_LETTERS} and state < 'active' ${ofTenant} ${isAfter(after)}
      order by ${FAILED_AT} desc, id desc limit ${limit + 1}`)
    const letters = z.array(LetterRow).parse(rows.slice(0, limit)).map(letterOf)
    const last = letters.at(-1)
    const next = rows.length > limit && last !== undefined ? writeCursor(last.failedAt, last.id) : null
    return { letters, next }
  }

function isAfter(after: string | undefined) {
  if (after === undefined) return sql``
  const { createdAt, id } = readCursor(after, z.uuid())
  return sql`and (${FAILED_AT}, id) < (${createdAt.toISOString()}::timestamptz, ${id}::uuid)`
}

export interface TakenLetter extends DeadLetter {
  /** As pg-boss has it. */
  readonly priority: number
  readonly key: string | null
}

/** What becomes of letters that were taken from the list, in the transaction that takes them; oldest first. */
type Settle = (transaction: Transaction, letters: readonly TakenLetter[]) => Promise<void>

/** The queues that letters of a tenant came from. */
export async function queuesOfDeadLetters(
  { system }: Pick<Database, 'system'>,
  tenantId: string,
): Promise<readonly string[]> {
  const { rows } = await system.execute<{ source_name: string | null }>(sql`
    select distinct source_name from pgboss.job_common
    where name = ${DEAD_LETTERS} and state < 'active' and data ->> 'tenant_id' = ${tenantId}`)
  return rows.flatMap(({ source_name }) => source_name ?? [])
}

/**
 * Take the chosen letters from the list, each once however many ask at the same time, and hand them to `settle`. Letters
 * that come in meanwhile stay. Returns how many were taken.
 */
export async function takeDeadLetters(
  { system }: Pick<Database, 'system'>,
  { tenantId, ids }: DeadLetterChoice,
  settle: Settle,
): Promise<number> {
  const chosen = ids === undefined ? sql`` : sql`and id::text = any(${sql.param([...ids])}::text[])`
  const { rows: clock } = await system.execute<{ now: string }>(sql`select now()::text as now`)
  let taken = 0
  for (;;) {
    const batch = await system.transaction(async (tx) => {
      const { rows } = await tx.execute(sql`
        delete from pgboss.job_common where name = ${DEAD_LETTERS} and id in (
          select id from pgboss.job_common
          where name = ${DEAD_LETTERS} and state < 'active' and data ->> 'tenant_id' = ${tenantId} ${chosen}
            and created_on <= ${clock[0]?.now}::timestamptz
          order by created_on limit ${BATCH_SIZE} for update skip locked
        ) returning ${COLUMNS}`)
      await settle(tx, z.array(LetterRow).parse(rows).map(takenOf).toSorted(byTime))
      return rows.length
    })
    taken += batch
    if (batch < BATCH_SIZE) return taken
  }
}

function takenOf(row: LetterRow): TakenLetter {
  return { ...letterOf(row), priority: row.priority, key: row.singleton_key }
}

function byTime(a: TakenLetter, b: TakenLetter): number {
  return a.failedAt.getTime() - b.failedAt.getTime()
}

function letterOf(row: LetterRow): DeadLetter {
  const output = FailureOutput.safeParse(row.source_output)
  return {
    id: row.id,
    tenantId: row.tenant_id,
    queue: row.source_name,
    payload: row.data,
    reason: output.success ? output.data.message : 'The worker died or did not answer in time.',
    stage: output.success ? output.data.stage : null,
    attempts: row.source_retry_count + 1,
    failedAt: row.failed_at,
  }
}
