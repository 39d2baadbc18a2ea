import { randomUUID } from 'node:crypto'
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { HoldToPlace, LegalHold } from '../../contracts/legal-holds.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { legalHolds } from '../../platform/database/record-schema.ts'
import { documents } from '../../platform/database/schema.ts'

/**
 * Keep what somebody, or everybody, asked and did in a period, or a document: from the commit on, neither age nor a wish removes
 * it. Throws `document-not-found` for one that is not there, or deleted already.
 */
export async function placeHold(database: Database, hold: HoldToPlace, context: CallContext): Promise<LegalHold> {
  const { principal, clock } = context
  const { object_id: objectId, document_id: documentId, from, to, reason } = hold
  const row = {
    tenantId: principal.tenant_id,
    id: randomUUID(),
    objectId,
    documentId,
    reason,
    from: momentOf(from),
    to: momentOf(to),
    placedBy: principal.object_id,
    placedAt: new Date(clock.now()),
    liftedBy: null,
    liftedAt: null,
  }
  await database.forTenant(principal.tenant_id).transaction(async (tx) => {
    if (documentId !== null) await lockDocument(tx, principal.tenant_id, documentId)
    await tx.insert(legalHolds).values(row)
    await noteAct(tx, context, {
      kind: 'hold-placed',
      object: `hold:${row.id}`,
      detail: { whom: heldBy(row), from, to },
    })
  })
  return holdOf(row)
}

/** Let a hold go; what it kept is removed when its time has come. Throws `not-found` for one that is not in force. */
export async function liftHold(database: Database, id: string, context: CallContext): Promise<LegalHold> {
  const { principal, clock } = context
  return database.forTenant(principal.tenant_id).transaction(async (tx) => {
    const one = and(eq(legalHolds.tenantId, principal.tenant_id), eq(legalHolds.id, id), isNull(legalHolds.liftedAt))
    const lifted = { liftedBy: principal.object_id, liftedAt: new Date(clock.now()) }
    const [row] = await tx.update(legalHolds).set(lifted).where(one).returning()
    if (row === undefined) throw problem('not-found', 'No such hold is in force; see GET /api/admin/holds.')
    await noteAct(tx, context, { kind: 'hold-lifted', object: `hold:${id}` })
    return holdOf(row)
  })
}

/** All holds, newest first, with those that were lifted. There are few. */
export async function listHolds(database: Database, { principal }: CallContext): Promise<LegalHold[]> {
  const rows = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(legalHolds)
    .where(eq(legalHolds.tenantId, principal.tenant_id))
    .orderBy(desc(legalHolds.placedAt), desc(legalHolds.id))
  return rows.map(holdOf)
}

/** Whoever deletes it now has done so when this returns, or sees the hold. */
async function lockDocument(tx: Transaction, tenantId: string, id: string): Promise<void> {
  const there = and(eq(documents.tenantId, tenantId), eq(documents.id, id), isNull(documents.deletedAt))
  const [document] = await tx.select({ id: documents.id }).from(documents).where(there).for('update')
  if (document === undefined)
    throw problem('document-not-found', 'Check the id; what is deleted cannot be held any more.')
}

function heldBy({ objectId, documentId }: Pick<typeof legalHolds.$inferSelect, 'objectId' | 'documentId'>): string {
  if (documentId !== null) return `document:${documentId}`
  return objectId === null ? 'everyone' : `user:${objectId}`
}

const momentOf = (moment: string | null) => (moment === null ? null : new Date(moment))

function holdOf(row: typeof legalHolds.$inferSelect): LegalHold {
  return {
    id: row.id,
    object_id: row.objectId,
    document_id: row.documentId,
    from: row.from?.toISOString() ?? null,
    to: row.to?.toISOString() ?? null,
    reason: row.reason,
    placed_by: row.placedBy,
    placed_at: row.placedAt.toISOString(),
    lifted_by: row.liftedBy,
    lifted_at: row.liftedAt?.toISOString() ?? null,
  }
}
