import { and, eq } from 'drizzle-orm'
import type { AccessListKind } from '../contracts/access.ts'
import type { Transaction } from '../platform/database/database.ts'
import { accessLists } from '../platform/database/schema.ts'

/** Who may read a document, and where the list comes from. */
export interface EffectiveAccess {
  readonly access: readonly string[]
  readonly accessFrom: 'document' | AccessListKind
}

/** The condition that selects the list of one collection or source. */
export function accessListIs(tenantId: string, kind: AccessListKind, name: string) {
  return and(eq(accessLists.tenantId, tenantId), eq(accessLists.kind, kind), eq(accessLists.name, name))
}

/** What a document inherits: the list of its collection, else that of its source, else null. */
export async function inheritedAccess(
  tx: Transaction,
  tenantId: string,
  { collection, source }: { readonly collection: string | null; readonly source: string },
): Promise<EffectiveAccess | null> {
  if (collection !== null) {
    const ofCollection = await findAccess(tx, tenantId, 'collection', collection)
    if (ofCollection !== null) return { access: ofCollection, accessFrom: 'collection' }
  }
  const ofSource = await findAccess(tx, tenantId, 'source', source)
  return ofSource === null ? null : { access: ofSource, accessFrom: 'source' }
}

/** The entries of one list, or null when the collection or source has none. */
export async function findAccess(
  tx: Transaction,
  tenantId: string,
  kind: AccessListKind,
  name: string,
): Promise<readonly string[] | null> {
  const [row] = await tx
    .select({ access: accessLists.access })
    .from(accessLists)
    .where(accessListIs(tenantId, kind, name))
  return row?.access ?? null
}
