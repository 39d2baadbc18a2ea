import { sql } from 'drizzle-orm'
import { fromDrizzle, type PgBoss } from 'pg-boss'
import type { Transaction } from '../database/database.ts'
import type { JobPayload, SendOptions } from './bus.ts'
import type { TakenLetter } from './pg-boss-dead-letters.ts'
import { priorityOf, takeTurn } from './pg-boss-turns.ts'

/**
 * Put a job into its place. When a job with the same key waits, that one is held until the transaction ends and nothing is
 * added; when another transaction adds one at this moment, its end is awaited and that job is held.
 */
export async function enqueue(
  boss: PgBoss,
  transaction: Transaction,
  queue: string,
  payload: JobPayload,
  { priority = 'normal', key }: SendOptions = {},
): Promise<void> {
  const singletonKey = key === undefined ? null : `${payload.tenant_id} ${key}`
  for (;;) {
    const turn = await takeTurn(transaction, { queue, tenantId: payload.tenant_id, priority, key: singletonKey })
    if (turn === null) return
    const keyed = singletonKey === null ? {} : { singletonKey }
    const id = await boss.send(queue, payload, { db: fromDrizzle(transaction, sql), priority: turn, ...keyed })
    if (id !== null || singletonKey === null) return
  }
}

/** Put a dead letter back where it came from, as a fresh job. */
export async function enqueueAgain(boss: PgBoss, transaction: Transaction, letter: TakenLetter): Promise<void> {
  const { tenantId, queue, payload, priority, key } = letter
  const options = { priority: priorityOf(priority), ...(key === null ? {} : { key: key.slice(tenantId.length + 1) }) }
  await enqueue(boss, transaction, queue, { ...(payload as object), tenant_id: tenantId }, options)
}
