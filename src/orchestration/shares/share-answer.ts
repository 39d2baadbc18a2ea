import { randomUUID } from 'node:crypto'
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { ShareLink, ShareState } from '../../contracts/shared-answers.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { answers } from '../../platform/database/schema.ts'
import { answerShares } from '../../platform/database/share-schema.ts'
import { isOwn } from '../answers.ts'

/**
 * Make the link of an answer of the caller, or give the one that it has. Throws `not-found` for what others asked, what is
 * not there, and what was not answered.
 */
export async function shareAnswer(database: Database, answerId: string, context: CallContext): Promise<ShareLink> {
  const { principal, clock } = context
  const tenantId = principal.tenant_id
  return database.forTenant(tenantId).transaction(async (tx) => {
    // Held first: an answer that is deleted meanwhile has no link afterwards.
    await holdOwn(tx, answerId, principal)
    const made = { tenantId, id: randomUUID(), answerId, createdAt: new Date(clock.now()) }
    const [link] = await tx
      .insert(answerShares)
      .values(made)
      // Nothing is changed, but the row that is there comes back.
      .onConflictDoUpdate({
        target: [answerShares.tenantId, answerShares.answerId],
        set: { id: sql`${answerShares.id}` },
      })
      .returning()
    const current = link ?? made
    if (current.id === made.id) await noteAct(tx, context, { kind: 'answer-shared', object: `answer:${answerId}` })
    return linkOf(current)
  })
}

/** Whether an answer of the caller is shared. Throws like `shareAnswer`. */
export async function findShare(database: Database, answerId: string, { principal }: CallContext): Promise<ShareState> {
  return database.forTenant(principal.tenant_id).transaction(async (tx) => {
    await holdOwn(tx, answerId, principal)
    const [link] = await tx.select().from(answerShares).where(ofAnswer(principal, answerId))
    return { link: link === undefined ? null : linkOf(link) }
  })
}

/** End the link of an answer of the caller: it opens nothing any more. Succeeds when there is none. */
export async function endShare(database: Database, answerId: string, context: CallContext): Promise<void> {
  const { principal } = context
  const orm = database.forTenant(principal.tenant_id)
  const own = orm
    .select({ id: answers.id })
    .from(answers)
    .where(and(isOwn(principal), eq(answers.id, answerId)))
  await orm.transaction(async (tx) => {
    const shared = and(ofAnswer(principal, answerId), sql`exists ${own}`)
    const ended = await tx.delete(answerShares).where(shared).returning({ id: answerShares.id })
    if (ended.length > 0) await noteAct(tx, context, { kind: 'answer-share-ended', object: `answer:${answerId}` })
  })
}

async function holdOwn(tx: Transaction, answerId: string, principal: Principal): Promise<void> {
  const wanted = and(isOwn(principal), eq(answers.id, answerId), isNotNull(answers.envelope))
  const [own] = await tx.select({ id: answers.id }).from(answers).where(wanted).for('update')
  if (own === undefined) throw problem('not-found', 'Check the id; it must be of a question that you asked.')
}

function ofAnswer({ tenant_id }: Principal, answerId: string) {
  return and(eq(answerShares.tenantId, tenant_id), eq(answerShares.answerId, answerId))
}

function linkOf({ id, createdAt }: { readonly id: string; readonly createdAt: Date }): ShareLink {
  return { id, created_at: createdAt.toISOString() }
}
