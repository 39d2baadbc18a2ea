import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { problem } from '../../contracts/errors.ts'
import { answers } from '../database/answer-schema.ts'
import type { Orm, Transaction } from '../database/database.ts'
import { auditRecords, legalHolds } from '../database/record-schema.ts'

const holds = legalHolds
/** Holds on documents keep nothing of what people asked and did. */
const inForce = sql`${holds.liftedAt} is null and ${holds.documentId} is null`

function covers(at: SQL, who: SQL): SQL {
  return sql`${inForce} and (${holds.from} is null or ${at} >= ${holds.from}) and (${holds.to} is null or ${at} < ${holds.to}) and (${holds.objectId} is null or ${who})`
}

/** Of a row of `answers`: whether a legal hold keeps it. */
export function isHeldAnswer(): SQL {
  const who = sql`${holds.objectId} = ${answers.objectId}`
  return sql`exists (select from ${holds} where ${holds.tenantId} = ${answers.tenantId} and ${covers(sql`${answers.createdAt}`, who)})`
}

/** Of a row of the audit: whether a legal hold keeps it, for whoever did it or for anybody it names. */
export function isHeldRecord(): SQL {
  const named = sql`${auditRecords.people} @> jsonb_build_array(jsonb_build_object('object_id', ${holds.objectId}))`
  const who = sql`(${holds.objectId} = ${auditRecords.objectId} or ${named})`
  return sql`exists (select from ${holds} where ${holds.tenantId} = ${auditRecords.tenantId} and ${covers(sql`${auditRecords.at}`, who)})`
}

/** Throw `held` when a legal hold keeps anything of this person. */
export async function requireNotHeld(orm: Orm | Transaction, tenantId: string, objectId: string): Promise<void> {
  const who = sql`(${holds.objectId} is null or ${holds.objectId} = ${objectId})`
  const [hold] = await orm
    .select({ id: holds.id })
    .from(holds)
    .where(and(eq(holds.tenantId, tenantId), inForce, who))
    .limit(1)
  if (hold !== undefined) throw held()
}

/** Throw `held` when a legal hold keeps any of these answers. */
export async function requireAnswersNotHeld(tx: Transaction, chosen: SQL | undefined): Promise<void> {
  const [row] = await tx.select({ id: answers.id }).from(answers).where(and(chosen, isHeldAnswer())).limit(1)
  if (row !== undefined) throw held()
}

/** Throw `held` when a legal hold keeps this document. Whoever asks holds the row of the document. */
export async function requireDocumentNotHeld(tx: Transaction, tenantId: string, documentId: string): Promise<void> {
  const [hold] = await tx
    .select({ id: holds.id })
    .from(holds)
    .where(and(eq(holds.tenantId, tenantId), eq(holds.documentId, documentId), isNull(holds.liftedAt)))
    .limit(1)
  if (hold !== undefined) throw held()
}

function held() {
  return problem('held', 'It is kept for a legal matter until an administrator lifts the hold; ask them.')
}
