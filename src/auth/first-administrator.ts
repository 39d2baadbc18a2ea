import type { Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { tenants } from '../platform/database/schema.ts'
import { users } from '../platform/database/sign-in-schema.ts'

/** The account that exists from the first start, for whoever can read the data folder. */
export const FIRST_ADMINISTRATOR = 'administrator'

/** The first administrator as a principal, for tokens that are signed on this machine. */
export function firstAdministrator(tenantId: string): Principal {
  return {
    tenant_id: tenantId,
    object_id: FIRST_ADMINISTRATOR,
    group_ids: [],
    roles: ['Admin'],
    kind: 'user',
    display_name: 'Administrator',
  }
}

/** Make the tenant and its first administrator unless they exist. */
export async function ensureFirstAdministrator(database: Database, tenantId: string): Promise<void> {
  const { object_id: objectId, display_name: displayName = objectId, roles } = firstAdministrator(tenantId)
  await database.system.transaction(async (tx) => {
    await tx.insert(tenants).values({ id: tenantId, name: tenantId }).onConflictDoNothing()
    await tx.insert(users).values({ tenantId, objectId, displayName, roles }).onConflictDoNothing()
  })
}
