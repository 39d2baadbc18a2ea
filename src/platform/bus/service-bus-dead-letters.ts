import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database, Transaction } from '../database/database.ts'
import { readCursor, writeCursor } from '../http/page-cursor.ts'
import type { DeadLetter, DeadLetterChoice, DeadLetterPage, DeadLetterQuery } from './bus.ts'

export interface NewLetter {
  readonly id: string
  readonly tenantId: string
  readonly kind: 'job' | 'event'
  /** Queue, or `topic.subscription`. */
  readonly destination: string
  readonly priority: number
  readonly payload: unknown
  readonly reason: string
  readonly stage: string | null
  readonly attempts: number
}

const LetterRow = z
  .object({
    id: z.string(),
    tenant_id: z.string(),
    destination: z.string(),
    payload: z.unknown(),
    reason: z.string(),
    stage: z.string().nullable(),
    attempts: z.number(),
    failed_at: z.coerce.date(),
  })
  .transform(
    ({ tenant_id: tenantId, destination: queue, failed_at: failedAt, ...row }): DeadLetter => ({
      ...row,
      tenantId,
      queue,
      failedAt,
    }),
  )

/** Keep a letter; one that is there already stays as it is. */
export async function addLetter(transaction: Pick<Transaction, 'execute'>, letter: NewLetter): Promise<void> {
  const { id, tenantId, kind, destination, priority, payload, reason, stage, attempts } = letter
  // To the millisecond, as a cursor has it: a page must not end between two letters of the same one.
  await transaction.execute(sql`
    insert into bus_dead_letters
      (tenant_id, id, kind, destination, priority, payload, reason, stage, attempts, failed_at)
    values (${tenantId}, ${id}, ${kind}, ${destination}, ${priority}, ${JSON.stringify(payload)}::jsonb, ${reason},
      ${stage}, ${attempts}, date_trunc('milliseconds', clock_timestamp()))
    on conflict do nothing`)
}

/** The same outside of a transaction. */
export function keepLetter({ system }: Pick<Database, 'system'>, letter: NewLetter): Promise<void> {
  return addLetter(system, letter)
}

/** Newest first, from `after` on. */
export async function listLetters(
  { system }: Pick<Database, 'system'>,
  { tenantId, limit, after }: DeadLetterQuery,
): Promise<DeadLetterPage> {
  const { rows } = await system.execute(sql`
      select id, tenant_id, destination, payload, reason, stage, attempts,
        to_char(failed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as failed_at
      from bus_dead_letters
      where (${tenantId ?? null}::text is null or tenant_id = ${tenantId ?? null}) ${isAfter(after)}
      order by bus_dead_letters.failed_at desc, id desc limit ${limit + 1}`)
  const letters = z.array(LetterRow).parse(rows.slice(0, limit))
  const last = letters.at(-1)
  const next = rows.length > limit && last !== undefined ? writeCursor(last.failedAt, last.id) : null
  return { letters, next }
}

export async function countLetters({ system }: Pick<Database, 'system'>): Promise<number> {
  const { rows } = await system.execute(sql`select count(*)::int as count from bus_dead_letters`)
  return z.object({ count: z.number() }).parse(rows[0]).count
}

/** Put letters back into the outbox as new rows, with new ids: the broker would drop a message that it knows. */
export async function replayLetters(
  { forTenant }: Pick<Database, 'forTenant'>,
  choice: DeadLetterChoice,
): Promise<number> {
  const { rowCount } = await forTenant(choice.tenantId).execute(sql`
    with taken as (delete from bus_dead_letters where ${isChosen(choice)} returning *)
    insert into bus_outbox (tenant_id, kind, destination, key, priority, payload)
    select tenant_id, kind, destination, gen_random_uuid()::text, priority, payload from taken`)
  return rowCount ?? 0
}

export async function discardLetters(
  { forTenant }: Pick<Database, 'forTenant'>,
  choice: DeadLetterChoice,
): Promise<number> {
  const { rowCount } = await forTenant(choice.tenantId).execute(
    sql`delete from bus_dead_letters where ${isChosen(choice)}`,
  )
  return rowCount ?? 0
}

function isChosen({ tenantId, ids }: DeadLetterChoice) {
  if (ids === undefined) return sql`tenant_id = ${tenantId}`
  return sql`tenant_id = ${tenantId} and id::text = any(${sql.param([...ids])}::text[])`
}

function isAfter(after: string | undefined) {
  if (after === undefined) return sql``
  const { createdAt, id } = readCursor(after, z.uuid())
  return sql`and (failed_at, id) < (${createdAt.toISOString()}::timestamptz, ${id}::uuid)`
}
