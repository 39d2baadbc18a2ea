import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { answerRecords, recordCheckpoints } from '../../platform/database/record-schema.ts'
import { NO_RECORD, recordHash } from './record-hash.ts'

/** A checkpoint every so many records: pruning keeps at most so many longer than it must. */
export const RECORDS_PER_CHECKPOINT = 100
/** Linked in one transaction: others of the embedded database wait for it. */
const BATCH = 200

/** The last record of a chain. */
export interface Head {
  readonly sequence: number
  readonly hash: string
}

/** Links new records to the chain of their tenant, after the reply was sent. */
export interface RecordLinker extends AsyncDisposable {
  /** Link what waits, soon. Many calls at once do the work of one. */
  readonly link: (tenantId: string) => void
  /** Settles when everything that was to be linked is. */
  readonly settled: () => Promise<void>
}

/** Make the linker of this process. What a process that dies leaves unlinked is linked with the next record of the tenant. */
export function createRecordLinker(database: Database, logger: Pick<Logger, 'error' | 'info'>): RecordLinker {
  const running = new Map<string, Promise<void>>()
  const again = new Set<string>()

  async function linkAll(tenantId: string): Promise<void> {
    do {
      again.delete(tenantId)
      while ((await linkBatch(database, tenantId, logger)) === BATCH);
    } while (again.has(tenantId))
  }

  const link = (tenantId: string): void => {
    if (running.has(tenantId)) {
      again.add(tenantId)
      return
    }
    const linking = linkAll(tenantId)
      .catch((error: unknown) => logger.error({ err: error, tenant: tenantId }, 'records could not be linked'))
      .finally(() => running.delete(tenantId))
    running.set(tenantId, linking)
  }
  const settled = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running.values())
  }
  return { link, settled, [Symbol.asyncDispose]: settled }
}

/** Link the next records of a tenant; returns how many. Several processes take turns. */
export async function linkBatch(database: Database, tenantId: string, logger: Pick<Logger, 'info'>): Promise<number> {
  return database.forTenant(tenantId).transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`records:${tenantId}`}, 0))`)
    const waiting = await tx
      .select({ id: answerRecords.id, entry: answerRecords.entry, at: answerRecords.at })
      .from(answerRecords)
      .where(and(eq(answerRecords.tenantId, tenantId), isNull(answerRecords.sequence)))
      .orderBy(asc(answerRecords.at), asc(answerRecords.id))
      .limit(BATCH)
    if (waiting.length === 0) return 0
    let head = await headOf(tx, tenantId)
    const checkpoints: (typeof recordCheckpoints.$inferInsert)[] = []
    for (const { id, entry, at } of waiting) {
      const [sequence, previousHash] = [head.sequence + 1, head.hash]
      const hash = recordHash({ previousHash, sequence, entry })
      await tx
        .update(answerRecords)
        .set({ sequence, previousHash, hash })
        .where(and(eq(answerRecords.tenantId, tenantId), eq(answerRecords.id, id)))
      head = { sequence, hash }
      if (sequence % RECORDS_PER_CHECKPOINT === 0) checkpoints.push({ tenantId, sequence, hash, at })
    }
    if (checkpoints.length > 0) await tx.insert(recordCheckpoints).values(checkpoints)
    // Logs are kept elsewhere: whoever writes the whole chain anew has to change them as well.
    for (const { sequence, hash } of checkpoints) logger.info({ tenant: tenantId, sequence, hash }, 'record checkpoint')
    return waiting.length
  })
}

/** The last linked record; the last checkpoint where all records up to it were pruned. */
export async function headOf(orm: Transaction | ReturnType<Database['forTenant']>, tenantId: string): Promise<Head> {
  const [record] = await orm
    .select({ sequence: answerRecords.sequence, hash: answerRecords.hash })
    .from(answerRecords)
    .where(and(eq(answerRecords.tenantId, tenantId), isNotNull(answerRecords.sequence)))
    .orderBy(desc(answerRecords.sequence))
    .limit(1)
  const [checkpoint] = await orm
    .select({ sequence: recordCheckpoints.sequence, hash: recordCheckpoints.hash })
    .from(recordCheckpoints)
    .where(eq(recordCheckpoints.tenantId, tenantId))
    .orderBy(desc(recordCheckpoints.sequence))
    .limit(1)
  const { sequence = null, hash = null } = record ?? {}
  if (sequence === null || hash === null) return checkpoint ?? { sequence: 0, hash: NO_RECORD }
  return { sequence, hash }
}
