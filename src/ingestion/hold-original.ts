import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database/database.ts'

/**
 * Let nobody else decide about these bytes until the transaction ends. Uploads that share an original and purges that
 * remove it take turns here: without it a purge could remove what an upload found in the store a moment before.
 */
export async function holdOriginal(tx: Transaction, tenantId: string, sha256: string): Promise<void> {
  await holdOriginals(tx, tenantId, [sha256])
}

/** The same for several originals. Everybody takes them in one order, so that no two wait for each other. */
export async function holdOriginals(tx: Transaction, tenantId: string, sha256s: readonly string[]): Promise<void> {
  const names = JSON.stringify(sha256s.map((sha256) => JSON.stringify(['original', tenantId, sha256])))
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(name, 0) as key from jsonb_array_elements_text(${names}::jsonb) as name order by 1
    ) as keys`)
}
