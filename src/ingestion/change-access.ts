import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { AccessChange, AccessListKind, DocumentAccess } from '../contracts/access.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { hasRole } from '../contracts/principal.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { accessLists, documents, tenants } from '../platform/database/schema.ts'
import { isOnList, requireStaysOnList, sameEntries } from './access-entries.ts'
import { holdAccess } from './hold-access.ts'
import { INDEX_ACCESS_QUEUE, type IndexAccessJob, inheritsList } from './index-access.ts'
import { accessListIs, type EffectiveAccess, findAccess } from './inherited-access.ts'
import { accessListNotFound, documentAccessOf } from './read-access.ts'
import type { DocumentRow } from './version-progress.ts'
import { visibleDocuments } from './visible-documents.ts'

export interface ChangeAccessDependencies {
  readonly database: Database
  readonly bus: Bus
}

/**
 * Change who may read a document: a list of its own, or that of its collection or source from now on. It holds from the
 * commit on, and outdates all cached answers of the tenant. Throws `document-not-found` for one that may not be seen.
 */
export function changeDocumentAccess(
  dependencies: ChangeAccessDependencies,
  id: string,
  change: AccessChange,
  context: CallContext,
): Promise<DocumentAccess> {
  return changeAccessOf(dependencies, visibleDocuments(context.principal), { id, change }, context)
}

/**
 * The same for an administrator, who need not be on the list: a document that nobody is left to see could never be given
 * to anybody again. Its words stay closed to them. Throws `document-not-found` for one that their organisation does not have.
 */
export function changeAnyDocumentAccess(
  dependencies: ChangeAccessDependencies,
  id: string,
  change: AccessChange,
  context: CallContext,
): Promise<DocumentAccess> {
  const all = and(eq(documents.tenantId, context.principal.tenant_id), isNull(documents.deletedAt))
  return changeAccessOf(dependencies, all, { id, change }, context)
}

async function changeAccessOf(
  { database, bus }: ChangeAccessDependencies,
  among: SQL | undefined,
  { id, change }: { readonly id: string; readonly change: AccessChange },
  context: CallContext,
): Promise<DocumentAccess> {
  const { principal, clock } = context
  const tenantId = principal.tenant_id
  const changed = await database.forTenant(tenantId).transaction(async (tx) => {
    await holdAccess(tx, tenantId, 'change')
    const wanted = and(among, eq(documents.id, id))
    const [document] = await tx.select().from(documents).where(wanted)
    if (document === undefined) throw problem('document-not-found', 'Check the id, or ask its owner for access.')
    const { access, accessFrom } = await wantedAccess(tx, document, change)
    requireStaysOnList(access, principal)
    const row = and(eq(documents.tenantId, tenantId), eq(documents.id, id))
    await tx
      .update(documents)
      .set({ access: [...access], accessFrom, updatedAt: new Date(clock.now()) })
      .where(row)
    await noteAct(tx, context, {
      kind: 'document-access-changed',
      object: `document:${id}`,
      detail: {
        before: { access: document.access, from: document.accessFrom },
        after: { access: [...access], from: accessFrom },
      },
    })
    if (!sameEntries(access, document.access))
      await outdateAccess({ bus, tx }, { tenant_id: tenantId, document_id: id })
    return documentAccessOf({ ...document, access: [...access], accessFrom }, principal)
  })
  bus.wake(INDEX_ACCESS_QUEUE)
  return changed
}

async function wantedAccess(tx: Transaction, document: DocumentRow, change: AccessChange): Promise<EffectiveAccess> {
  if ('access' in change) return { access: [...new Set(change.access)], accessFrom: 'document' }
  const name = change.inherit === 'collection' ? document.collection : document.source
  const access = name === null ? null : await findAccess(tx, document.tenantId, change.inherit, name)
  if (access !== null) return { access, accessFrom: change.inherit }
  const detail =
    name === null
      ? 'The document is in no collection; give it a list of its own with "access".'
      : `Its ${change.inherit} has no access list; set one first, or give the document a list of its own with "access".`
  throw problem('invalid-request', detail)
}

/**
 * Set the list that documents of a collection or source inherit, and change all of them with it. An administrator sets the
 * first one; afterwards contributors who are on it may change it. For everybody else there is no such list.
 */
export async function changeAccessList(
  { database, bus }: ChangeAccessDependencies,
  { kind, name }: { readonly kind: AccessListKind; readonly name: string },
  entries: readonly string[],
  context: CallContext,
): Promise<void> {
  const { principal, clock } = context
  const tenantId = principal.tenant_id
  const access = [...new Set(entries)]
  const now = new Date(clock.now())
  await database.forTenant(tenantId).transaction(async (tx) => {
    await holdAccess(tx, tenantId, 'change')
    const before = await findAccess(tx, tenantId, kind, name)
    const mayChange = hasRole(principal, 'Admin') || (before !== null && isOnList(before, principal))
    if (!mayChange) throw accessListNotFound()
    requireStaysOnList(access, principal)
    const set = { access, updatedBy: principal.object_id, updatedAt: now }
    if (before === null) await tx.insert(accessLists).values({ tenantId, kind, name, ...set })
    else
      await tx
        .update(accessLists)
        .set(set)
        .where(accessListIs(tenantId, kind, name))
    if (before !== null && sameEntries(access, before)) return
    const detail = { before: before === null ? null : [...before], after: access }
    await noteAct(tx, context, { kind: 'access-list-changed', object: `${kind}:${name}`, detail })
    const inherit = and(eq(documents.tenantId, tenantId), isNull(documents.deletedAt), inheritsList({ kind, name }))
    await tx.update(documents).set({ access, updatedAt: now }).where(inherit)
    await outdateAccess({ bus, tx }, { tenant_id: tenantId, kind, name })
  })
  bus.wake(INDEX_ACCESS_QUEUE)
}

/** Cached answers of the tenant were given under other rights, and the index holds other lists. */
export async function outdateAccess(
  { bus, tx }: { readonly bus: Bus; readonly tx: Transaction },
  job: IndexAccessJob,
): Promise<void> {
  await tx
    .update(tenants)
    .set({ accessEpoch: sql`${tenants.accessEpoch} + 1` })
    .where(eq(tenants.id, job.tenant_id))
  await bus.send(INDEX_ACCESS_QUEUE, job, { transaction: tx })
}
