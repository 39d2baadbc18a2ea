import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/database.ts'

/**
 * Let access lists of the tenant stand still until the transaction ends. Uploads read them together; who changes one waits
 * for the uploads and they wait for the change. Without it an upload could inherit a list that was replaced a moment before,
 * or write an old list back over a new one.
 */
export async function holdAccess(tx: Transaction, tenantId: string, to: 'read' | 'change'): Promise<void> {
  const key = sql`hashtextextended(${JSON.stringify(['access', tenantId])}, 0)`
  await tx.execute(
    to === 'read' ? sql`select pg_advisory_xact_lock_shared(${key})` : sql`select pg_advisory_xact_lock(${key})`,
  )
}
