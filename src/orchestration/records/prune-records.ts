import { and, asc, eq, inArray, isNull, lt, lte, notExists, sql } from 'drizzle-orm'
import type { Database } from '../../platform/database/database.ts'
import { answerRecords, recordCheckpoints } from '../../platform/database/record-schema.ts'
import { answers, conversations } from '../../platform/database/schema.ts'
import { forgetRows } from '../forget-rows.ts'

/** Forgotten in one transaction: others of the embedded database wait for it. */
const BATCH = 500

export interface Pruned {
  readonly answers: number
  readonly records: number
}

/**
 * Forget questions and answers of a tenant that are older than this, conversations that were not used since, and records up
 * to the last checkpoint before it. What answers took stays for the reports; the checkpoint keeps the rest of the chain
 * verifiable.
 */
export async function pruneRecords(
  database: Database,
  tenantId: string,
  { before, now }: { readonly before: Date; readonly now: Date },
): Promise<Pruned> {
  let forgotten = 0
  for (let some = BATCH; some === BATCH; forgotten += some) some = await forgetOld(database, tenantId, { before, now })
  const orm = database.forTenant(tenantId)
  const asked = orm
    .select({ id: answers.id })
    .from(answers)
    .where(and(eq(answers.tenantId, conversations.tenantId), eq(answers.conversationId, conversations.id)))
  await orm
    .delete(conversations)
    .where(and(eq(conversations.tenantId, tenantId), lt(conversations.updatedAt, before), notExists(asked)))
  return { answers: forgotten, records: await pruneChain(database, tenantId, before) }
}

async function forgetOld(
  database: Database,
  tenantId: string,
  { before, now }: { readonly before: Date; readonly now: Date },
): Promise<number> {
  return database.forTenant(tenantId).transaction(async (tx) => {
    const old = and(eq(answers.tenantId, tenantId), lt(answers.createdAt, before), isNull(answers.forgottenAt))
    const rows = await tx.select({ id: answers.id }).from(answers).where(old).orderBy(asc(answers.id)).limit(BATCH)
    if (rows.length === 0) return 0
    const ids = rows.map(({ id }) => id)
    return forgetRows(tx, and(eq(answers.tenantId, tenantId), inArray(answers.id, ids)), { tenantId, at: now })
  })
}

async function pruneChain(database: Database, tenantId: string, before: Date): Promise<number> {
  return database.forTenant(tenantId).transaction(async (tx) => {
    const younger = sql`select min(sequence) from ${answerRecords} where tenant_id = ${tenantId} and sequence is not null and at >= ${before.toISOString()}`
    const past = sql`${recordCheckpoints.sequence} < coalesce((${younger}), 9223372036854775807)`
    const [checkpoint] = await tx
      .select({ sequence: sql<number | null>`max(${recordCheckpoints.sequence})`.mapWith(Number) })
      .from(recordCheckpoints)
      .where(and(eq(recordCheckpoints.tenantId, tenantId), past))
    const upTo = checkpoint?.sequence ?? null
    if (upTo === null || upTo === 0) return 0
    const pruned = await tx
      .delete(answerRecords)
      .where(and(eq(answerRecords.tenantId, tenantId), lte(answerRecords.sequence, upTo)))
      .returning({ id: answerRecords.id })
    return pruned.length
  })
}
