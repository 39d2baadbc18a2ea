import { and, arrayOverlaps, eq, isNull } from 'drizzle-orm'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import { documents } from '../platform/database/schema.ts'

/** The condition that selects the documents a principal may see: of the tenant, not deleted, and on the access list. */
export function visibleDocuments(principal: Principal) {
  return and(
    eq(documents.tenantId, principal.tenant_id),
    isNull(documents.deletedAt),
    arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
  )
}
