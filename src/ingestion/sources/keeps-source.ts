import { and, eq } from 'drizzle-orm'
import { hasRole, type Principal } from '../../contracts/principal.ts'
import type { Transaction } from '../../platform/database/database.ts'
import { sources } from '../../platform/database/schema.ts'
import { isOnList } from '../access-entries.ts'
import type { DocumentRow } from '../version-progress.ts'

/**
 * True for whoever may see a document, and for whoever keeps the library in step with its source: they replace and remove its
 * documents whoever may read them, because that is decided at the source. Reading them takes the usual right.
 */
export async function mayReplace(
  tx: Transaction,
  { access, source }: DocumentRow,
  principal: Principal,
): Promise<boolean> {
  return isOnList(access, principal) || (await keepsSource(tx, principal, source))
}

/** Administrators keep every source that somebody keeps. */
async function keepsSource(tx: Transaction, principal: Principal, source: string): Promise<boolean> {
  const [row] = await tx
    .select({ keptBy: sources.updatedBy })
    .from(sources)
    .where(and(eq(sources.tenantId, principal.tenant_id), eq(sources.name, source)))
  if (row === undefined) return false
  return row.keptBy === principal.object_id || hasRole(principal, 'Admin')
}
