import { and, desc, eq, lt, or } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../contracts/call-context.ts'
import { type DeletionPage, type DeletionReceipt, PURGED_STORES, type PurgedStore } from '../contracts/deletions.ts'
import { problem } from '../contracts/errors.ts'
import { hasRole } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { deletions, documents } from '../platform/database/schema.ts'
import { readCursor, writeCursor } from '../platform/http/page-cursor.ts'
import { isOnList } from './access-entries.ts'

type DeletionRow = typeof deletions.$inferSelect

/**
 * The receipt of a deletion, for whoever deleted the document, could have deleted it, or is an administrator. Throws
 * `document-not-found` for everybody else, and for a document that is not deleted.
 */
export async function getDeletion(
  database: Database,
  documentId: string,
  { principal }: CallContext,
): Promise<DeletionReceipt> {
  const { tenant_id: tenantId, object_id: objectId } = principal
  const belongs = and(eq(documents.tenantId, deletions.tenantId), eq(documents.id, deletions.documentId))
  const [row] = await database
    .forTenant(tenantId)
    .select({ deletion: deletions, access: documents.access })
    .from(deletions)
    .innerJoin(documents, belongs)
    .where(and(eq(deletions.tenantId, tenantId), eq(deletions.documentId, documentId)))
  const maySee =
    row !== undefined &&
    (hasRole(principal, 'Admin') || row.deletion.deletedBy === objectId || isOnList(row.access, principal))
  if (!maySee) throw problem('document-not-found', 'Check the id; it must be of a document that was deleted.')
  return receiptOf(row.deletion)
}

export interface ListDeletionsInput {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** All deletions of the organisation, newest first, page by page. */
export async function listDeletions(
  database: Database,
  { limit, cursor }: ListDeletionsInput,
  { principal: { tenant_id: tenantId } }: CallContext,
): Promise<DeletionPage> {
  const after = cursor === undefined ? undefined : isBefore(readCursor(cursor, z.uuid()))
  const rows = await database
    .forTenant(tenantId)
    .select()
    .from(deletions)
    .where(and(eq(deletions.tenantId, tenantId), after))
    .orderBy(desc(deletions.deletedAt), desc(deletions.documentId))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    deletions: shown.map(receiptOf),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor(last.deletedAt, last.documentId) : null,
  }
}

function isBefore({ createdAt: at, id }: ReturnType<typeof readCursor>) {
  return or(lt(deletions.deletedAt, at), and(eq(deletions.deletedAt, at), lt(deletions.documentId, id)))
}

function receiptOf({ documentId, deletedBy, deletedAt, sha256s, stores, completedAt }: DeletionRow): DeletionReceipt {
  return {
    document_id: documentId,
    deleted_by: deletedBy,
    deleted_at: deletedAt.toISOString(),
    sha256s,
    completed_at: completedAt?.toISOString() ?? null,
    stores: PURGED_STORES.map((store) => storeOf(stores, store)),
  }
}

function storeOf(stores: DeletionRow['stores'], store: PurgedStore['store']): PurgedStore {
  const row = stores.find((known) => known.store === store)
  return {
    store,
    removed: row?.removed ?? null,
    kept: row?.kept ?? 0,
    gone_at: row?.at ?? null,
    erased_by: row?.erasedBy ?? null,
    erased_at: row?.erasedAt ?? null,
  }
}
