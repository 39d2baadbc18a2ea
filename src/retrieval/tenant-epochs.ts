import { eq } from 'drizzle-orm'
import type { Database } from '../platform/database/database.ts'
import { tenants } from '../platform/database/schema.ts'

/** The access epoch and the library epoch of a tenant as one text; null for a tenant that is not known. */
export type TenantEpochs = (tenantId: string) => Promise<string | null>

/** Look the epochs up for each search; again only when the database cannot vouch that they are still the same. */
export function createTenantEpochs(database: Database): TenantEpochs {
  const known = new Map<string, string | null>()
  let knownAt: number | null = null
  return async (tenantId) => {
    const revision = database.standingRevision()
    if (revision === null || revision !== knownAt) known.clear()
    knownAt = revision
    const remembered = known.get(tenantId)
    if (remembered !== undefined) return remembered
    const [row] = await database
      .forTenant(tenantId)
      .select({ access: tenants.accessEpoch, library: tenants.libraryEpoch })
      .from(tenants)
      .where(eq(tenants.id, tenantId))
    const epochs = row === undefined ? null : `${row.access}/${row.library}`
    if (revision !== null && revision === database.standingRevision()) known.set(tenantId, epochs)
    return epochs
  }
}
