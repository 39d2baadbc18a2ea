import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, not, notExists, or, sql } from 'drizzle-orm'
import { ActDetail } from '../../contracts/audit.ts'
import { systemPrincipal } from '../../contracts/principal.ts'
import { isHeldAnswer, isHeldRecord } from '../../platform/audit/legal-holds.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { auditRecords, recordCheckpoints } from '../../platform/database/record-schema.ts'
import { answers, conversations } from '../../platform/database/schema.ts'
import { forgetRows } from '../../platform/kept-answers/forget-rows.ts'
import type { Retention } from './removals.ts'

/** Forgotten in one transaction: others of the embedded database wait for it. */
const BATCH = 500

export interface PruneOptions {
  /** Questions and answers of before then go; null keeps them. */
  readonly answersBefore: Date | null
  /** Records of before then go; never those of questions whose words are kept. Null keeps them. */
  readonly recordsBefore: Date | null
  readonly now: Date
}

export interface Pruned {
  readonly answers: number
  readonly records: number
}

/**
 * Forget questions and answers of a tenant that are too old, who asked them, and conversations that were not used since; and
 * remove records up to the last checkpoint before their time. What a legal hold keeps stays. What answers took stays for the
 * reports; the checkpoint, and an act that says how far it went, keep the rest of the chain verifiable.
 */
export async function pruneRecords(
  database: Database,
  tenantId: string,
  { answersBefore, recordsBefore, now }: PruneOptions,
): Promise<Pruned> {
  if (answersBefore === null) return { answers: 0, records: 0 }
  const times = { before: answersBefore, now }
  let forgotten = 0
  for (let some = BATCH; some === BATCH; forgotten += some) some = await forgetOld(database, tenantId, times)
  await forgetAskers(database, tenantId, times)
  const orm = database.forTenant(tenantId)
  const asked = orm
    .select({ id: answers.id })
    .from(answers)
    .where(and(eq(answers.tenantId, conversations.tenantId), eq(answers.conversationId, conversations.id)))
  await orm
    .delete(conversations)
    .where(and(eq(conversations.tenantId, tenantId), lt(conversations.updatedAt, answersBefore), notExists(asked)))
  if (recordsBefore === null) return { answers: forgotten, records: 0 }
  const before = recordsBefore < answersBefore ? recordsBefore : answersBefore
  return { answers: forgotten, records: await pruneChain(database, tenantId, { before, now }) }
}

interface Times {
  readonly before: Date
  readonly now: Date
}

async function forgetOld(database: Database, tenantId: string, { before, now }: Times): Promise<number> {
  return database.forTenant(tenantId).transaction(async (tx) => {
    const old = and(eq(answers.tenantId, tenantId), lt(answers.createdAt, before), isNull(answers.forgottenAt))
    const rows = await tx
      .select({ id: answers.id })
      .from(answers)
      .where(and(old, not(isHeldAnswer())))
      .orderBy(asc(answers.id))
      .limit(BATCH)
    if (rows.length === 0) return 0
    const ids = rows.map(({ id }) => id)
    return forgetRows(tx, and(eq(answers.tenantId, tenantId), inArray(answers.id, ids)), { tenantId, at: now })
  })
}

/** The record that something was asked stays longer than who asked it. */
async function forgetAskers(database: Database, tenantId: string, { before, now }: Times): Promise<void> {
  await database.forTenant(tenantId).transaction(async (tx) => {
    const old = and(eq(auditRecords.kind, 'question'), lt(auditRecords.at, before), isNotNull(auditRecords.objectId))
    const forgotten = await tx
      .update(auditRecords)
      .set({ objectId: null, people: [] })
      .where(and(eq(auditRecords.tenantId, tenantId), old, not(isHeldRecord())))
      .returning({ id: auditRecords.id })
    if (forgotten.length > 0) await noteRetention(tx, tenantId, now, { questions_before: before.toISOString() })
  })
}

async function pruneChain(database: Database, tenantId: string, { before, now }: Times): Promise<number> {
  return database.forTenant(tenantId).transaction(async (tx) => {
    const linked = and(eq(auditRecords.tenantId, tenantId), isNotNull(auditRecords.sequence))
    const [kept] = await tx
      .select({ sequence: sql<number | null>`min(${auditRecords.sequence})`.mapWith(Number) })
      .from(auditRecords)
      .where(and(linked, or(sql`${auditRecords.at} >= ${before.toISOString()}`, isHeldRecord())))
    const first = kept?.sequence ?? 0
    const past = first === 0 ? undefined : lt(recordCheckpoints.sequence, first)
    const [checkpoint] = await tx
      .select({ sequence: sql<number | null>`max(${recordCheckpoints.sequence})`.mapWith(Number) })
      .from(recordCheckpoints)
      .where(and(eq(recordCheckpoints.tenantId, tenantId), past))
    const upTo = checkpoint?.sequence ?? 0
    if (upTo === 0) return 0
    const pruned = await tx
      .delete(auditRecords)
      .where(and(eq(auditRecords.tenantId, tenantId), lte(auditRecords.sequence, upTo)))
      .returning({ id: auditRecords.id })
    if (pruned.length > 0) await noteRetention(tx, tenantId, now, { pruned_to: upTo })
    return pruned.length
  })
}

function noteRetention(tx: Transaction, tenantId: string, now: Date, removed: Retention): Promise<void> {
  const doer = { principal: systemPrincipal(tenantId, 'retention'), clock: { now: () => now.getTime() } }
  return noteAct(
    tx,
    { ...doer, requestId: 'retention' },
    { kind: 'retention-applied', detail: ActDetail.parse(removed) },
  )
}
