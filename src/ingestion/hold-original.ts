import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/database.ts'

/**
 * Let nobody else decide about these bytes until the transaction ends. Uploads that share an original and purges that
 * remove it take turns here: without it a purge could remove what an upload found in the store a moment before.
 */
export async function holdOriginal(tx: Transaction, tenantId: string, sha256: string): Promise<void> {
  const name = JSON.stringify(['original', tenantId, sha256])
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
}
