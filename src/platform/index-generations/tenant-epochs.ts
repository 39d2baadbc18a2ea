import { eq } from 'drizzle-orm'
import type { Database } from '../database/database.ts'
import { tenants } from '../database/schema.ts'
import { readPerTenant } from './read-per-tenant.ts'

/** The access epoch and the library epoch of a tenant as one text; null for a tenant that is not known. */
export type TenantEpochs = (tenantId: string) => Promise<string | null>

/** Look the epochs up; again only when the database cannot vouch that they are still the same. */
export function createTenantEpochs(database: Database): TenantEpochs {
  return readPerTenant(database, async (tenantId) => {
    const [row] = await database
      .forTenant(tenantId)
      .select({ access: tenants.accessEpoch, library: tenants.libraryEpoch })
      .from(tenants)
      .where(eq(tenants.id, tenantId))
    return row === undefined ? null : `${row.access}/${row.library}`
  })
}
