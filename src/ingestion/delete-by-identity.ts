import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'
import { buryDocument, tellBurial } from './delete-document.ts'
import {
  type DocumentIdentity,
  findKnown,
  holdIdentity,
  isOvertaken,
  type KnownDocument,
  newsOvertaken,
  timeOfNews,
} from './document-identity.ts'
import { mayReplace } from './sources/keeps-source.ts'

export interface Deletion {
  readonly source: string
  readonly externalId: string
  /** When the source says that it was deleted; now when left out. */
  readonly changedAt?: Date | null
}

/**
 * Delete the document that a source calls so. What was deleted already, was never there, or may not be seen, is no error:
 * nobody is told which it was. A deletion is remembered, so that a change from before it, however late it comes, does not
 * bring the document back. Throws `news-overtaken` when the source has told something newer than this deletion, and `held` when
 * a legal hold keeps the document.
 * Returns whether there was a document to delete.
 */
export async function deleteByIdentity(
  { database, bus }: { readonly database: Database; readonly bus: Bus },
  { source, externalId, changedAt = null }: Deletion,
  context: CallContext,
): Promise<boolean> {
  const { principal, clock } = context
  const tenantId = principal.tenant_id
  const identity = { tenantId, source, externalId }
  const now = new Date(clock.now())
  const buried = await database.forTenant(tenantId).transaction(async (tx) => {
    await holdIdentity(tx, identity)
    const known = await findKnown(tx, identity)
    const { document } = known
    if (document !== null && !(await mayReplace(tx, document, principal))) return null
    const toldAt = timeOfNews(changedAt, known.toldAt, now)
    if (document === null) {
      await remember(tx, identity, known, { by: principal.object_id, at: now, sourceChangedAt: toldAt })
      return null
    }
    if (isOvertaken('deletion', toldAt, known)) throw newsOvertaken()
    const burial = { by: principal.object_id, at: now, sourceChangedAt: toldAt, fingerprint: null }
    await noteAct(tx, context, { kind: 'document-deleted', object: `document:${document.id}`, detail: { source } })
    await buryDocument({ tx, bus }, document, burial)
    return document.id
  })
  if (buried !== null) tellBurial(bus, { tenantId, documentId: buried })
  return buried !== null
}

interface Told {
  readonly by: string
  readonly at: Date
  readonly sourceChangedAt: Date
}

/** Let the tombstone know of newer news; where there was never a document, make one: its change may still come. */
async function remember(
  tx: Transaction,
  { tenantId, source, externalId }: DocumentIdentity,
  known: KnownDocument,
  { by, at, sourceChangedAt }: Told,
): Promise<void> {
  if (isOvertaken('deletion', sourceChangedAt, known)) return
  const { tombstone } = known
  if (tombstone !== null) {
    const row = and(eq(documents.tenantId, tenantId), eq(documents.id, tombstone.id))
    await tx.update(documents).set({ sourceChangedAt }).where(row)
    return
  }
  const names = { tenantId, id: randomUUID(), source, externalId, title: '', access: [], newestVersion: 0 }
  const times = { sourceChangedAt, createdAt: at, updatedAt: at, deletedAt: at }
  await tx.insert(documents).values({ ...names, ...times, createdBy: by })
}
