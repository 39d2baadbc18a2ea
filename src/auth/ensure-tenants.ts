import type { Database } from '../platform/database/database.ts'
import { tenants } from '../platform/database/schema.ts'

/** Make the tenants of the configuration unless they exist. */
export async function ensureTenants({ system }: Pick<Database, 'system'>, ids: readonly string[]): Promise<void> {
  const rows = [...new Set(ids)].map((id) => ({ id, name: id }))
  if (rows.length > 0) await system.insert(tenants).values(rows).onConflictDoNothing()
}
