import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { deletions } from '../../platform/database/schema.ts'
import { type ReceiptEntry, writeReceipts } from '../deletion-receipt.ts'
import { partitionsOf } from '../generations/partitions.ts'
import type { Stores } from './findings.ts'

/** Receipts that are brought up to date after one look; what is left waits for the next. */
const MOST_RECEIPTS = 1_000
/** Complete, but files of the index may still hold what was removed. */
const IS_OWED = sql`not jsonb_path_exists(${deletions.stores}, '$[*] ? (@.store == "index" && exists(@.erasedAt))')`

/**
 * Rewrite the files of the index where deletions have left something in them, and write into their receipts when it was
 * gone. The old files stay for a while for searches that still read them; a later call removes them.
 */
export async function eraseRemoved(
  { database, index, generation, clock }: Pick<Stores, 'clock' | 'database' | 'generation' | 'index'>,
  tenantId: string,
): Promise<void> {
  const orm = database.forTenant(tenantId)
  const rows = await orm
    .select({ documentId: deletions.documentId, stores: deletions.stores })
    .from(deletions)
    .where(and(eq(deletions.tenantId, tenantId), isNotNull(deletions.completedAt), IS_OWED))
    .orderBy(asc(deletions.deletedAt))
    .limit(MOST_RECEIPTS)
  if (rows.length === 0) return
  const now = new Date(clock.now())
  let eraseFrom = now
  for (const partition of await partitionsOf(orm, tenantId, generation)) {
    const from = await index.erase(partition)
    if (from > eraseFrom) eraseFrom = from
  }
  const entries = rows.map(({ documentId, stores }): ReceiptEntry => {
    const due = stores.find(({ store }) => store === 'index')?.eraseFrom
    const isDue = due !== undefined && new Date(due) <= now
    return { documentId, store: 'index', note: isDue ? { type: 'erased', at: now } : { type: 'rewritten', eraseFrom } }
  })
  await orm.transaction((tx) => writeReceipts(tx, tenantId, entries))
}
