import { and, count, eq, isNull } from 'drizzle-orm'
import type { AccessList, AccessListKind, DocumentAccess } from '../contracts/access.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { hasRole, type Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { accessLists, documents } from '../platform/database/schema.ts'
import { isOnList } from './access-entries.ts'
import { inheritsList } from './index-access.ts'
import { accessListIs } from './inherited-access.ts'
import type { DocumentRow } from './version-progress.ts'
import { visibleDocuments } from './visible-documents.ts'

/** Who may read a document, for those who may. */
export async function getDocumentAccess(
  database: Database,
  id: string,
  { principal }: CallContext,
): Promise<DocumentAccess> {
  const [row] = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(documents)
    .where(and(visibleDocuments(principal), eq(documents.id, id)))
  if (row === undefined) throw problem('document-not-found', 'Check the id, or ask its owner for access.')
  return documentAccessOf(row, principal)
}

/** What is told about the access of a document. */
export function documentAccessOf(
  { id, access, accessFrom, collection, source }: DocumentRow,
  principal: Principal,
): DocumentAccess {
  const names = { document: null, collection, source }
  return {
    document_id: id,
    access,
    from: accessFrom,
    name: names[accessFrom],
    lets_you_in: isOnList(access, principal),
  }
}

/** The list that documents of a collection or source inherit, for those who are on it and for administrators. */
export async function getAccessList(
  database: Database,
  { kind, name }: { readonly kind: AccessListKind; readonly name: string },
  { principal }: CallContext,
): Promise<AccessList> {
  const tenantId = principal.tenant_id
  const orm = database.forTenant(tenantId)
  const [list] = await orm
    .select()
    .from(accessLists)
    .where(accessListIs(tenantId, kind, name))
  if (list === undefined || !(hasRole(principal, 'Admin') || isOnList(list.access, principal)))
    throw accessListNotFound()
  const inherit = and(eq(documents.tenantId, tenantId), isNull(documents.deletedAt), inheritsList({ kind, name }))
  const [counted] = await orm.select({ documents: count() }).from(documents).where(inherit)
  return {
    kind,
    name,
    access: list.access,
    documents: counted?.documents ?? 0,
    updated_by: list.updatedBy,
    updated_at: list.updatedAt.toISOString(),
  }
}

/** The same for a list that does not exist and for one that the caller is not on. */
export function accessListNotFound(): Error {
  return problem('not-found', 'There is no access list of this name that lets you in; an administrator can set one.')
}
