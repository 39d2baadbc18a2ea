import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Database, Transaction } from '../database/database.ts'
import { auditRecords, recordCheckpoints, recordHeads } from '../database/record-schema.ts'
import { type Head, nextPlace } from './chain-head.ts'
import type { CheckpointStore } from './checkpoint-store.ts'
import { recordHash } from './record-hash.ts'
import type { RecordSigner } from './record-signer.ts'

/** A checkpoint every so many records: pruning keeps at most so many longer than it must. */
export const RECORDS_PER_CHECKPOINT = 100
/** Linked in one transaction: others of the embedded database wait for it. */
const BATCH = 200

/** Links new records to the chain of their tenant, after the reply was sent. */
export interface RecordLinker extends AsyncDisposable {
  /** Link what waits, soon. Many calls at once do the work of one. */
  readonly link: (tenantId: string) => void
  /** Settles when everything that was to be linked is. */
  readonly settled: () => Promise<void>
}

export interface LinkDependencies {
  readonly database: Database
  readonly signer: RecordSigner
  /** Null where checkpoints are not kept elsewhere too. */
  readonly copies: CheckpointStore | null
  readonly logger: Pick<Logger, 'error' | 'info'>
}

/** Make the linker of this process. What a process that dies leaves unlinked is linked with the next record of the tenant. */
export function createRecordLinker(dependencies: LinkDependencies): RecordLinker {
  const running = new Map<string, Promise<void>>()
  const again = new Set<string>()

  async function linkAll(tenantId: string): Promise<void> {
    do {
      again.delete(tenantId)
      while ((await linkBatch(dependencies, tenantId)) === BATCH);
    } while (again.has(tenantId))
  }

  const link = (tenantId: string): void => {
    if (running.has(tenantId)) {
      again.add(tenantId)
      return
    }
    const linking = linkAll(tenantId)
      .catch((error: unknown) =>
        dependencies.logger.error({ err: error, tenant: tenantId }, 'records could not be linked'),
      )
      .finally(() => running.delete(tenantId))
    running.set(tenantId, linking)
  }
  const settled = async (): Promise<void> => {
    while (running.size > 0) await Promise.all(running.values())
  }
  return { link, settled, [Symbol.asyncDispose]: settled }
}

/** Link the next records of a tenant and sign the last of them; returns how many. Several processes take turns. */
async function linkBatch(dependencies: LinkDependencies, tenantId: string): Promise<number> {
  const { database, copies, logger } = dependencies
  const linked = await database.forTenant(tenantId).transaction((tx) => linkWaiting(dependencies, tx, tenantId))
  for (const checkpoint of linked.checkpoints) {
    // Logs are kept elsewhere: whoever has the key and writes the whole chain anew has to change them as well.
    logger.info({ tenant: tenantId, ...checkpoint }, 'record checkpoint')
    await copies?.add({ as: 'checkpoint', tenantId, ...checkpoint })
  }
  return linked.count
}

type Checkpoint = Head & { readonly signature: string }

async function linkWaiting(
  { signer, logger }: LinkDependencies,
  tx: Transaction,
  tenantId: string,
): Promise<{ readonly count: number; readonly checkpoints: readonly Checkpoint[] }> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`records:${tenantId}`}, 0))`)
  const waiting = await tx
    .select({ id: auditRecords.id, entry: auditRecords.entry, at: auditRecords.at })
    .from(auditRecords)
    .where(and(eq(auditRecords.tenantId, tenantId), isNull(auditRecords.sequence)))
    .orderBy(asc(auditRecords.at), asc(auditRecords.id))
    .limit(BATCH)
  const newest = waiting.at(-1)
  if (newest === undefined) return { count: 0, checkpoints: [] }
  const { place, isTrusted } = await nextPlace(tx, { tenantId, signer })
  if (!isTrusted) logger.error({ tenant: tenantId }, 'the end of the chain of records is not what was signed')
  let head: Head = place
  const checkpoints: Checkpoint[] = []
  for (const { id, entry, at } of waiting) {
    const [sequence, previousHash] = [head.sequence + 1, head.hash]
    const hash = recordHash({ previousHash, sequence, entry })
    head = { sequence, hash }
    const row = and(eq(auditRecords.tenantId, tenantId), eq(auditRecords.id, id))
    await tx.update(auditRecords).set({ sequence, previousHash, hash }).where(row)
    if (sequence % RECORDS_PER_CHECKPOINT !== 0) continue
    const checkpoint = { ...head, signature: signer.sign({ as: 'checkpoint', tenantId, ...head }) }
    await tx.insert(recordCheckpoints).values({ tenantId, at, ...checkpoint })
    checkpoints.push(checkpoint)
  }
  const signed = { ...head, at: newest.at, signature: signer.sign({ as: 'head', tenantId, ...head }) }
  await tx
    .insert(recordHeads)
    .values({ tenantId, ...signed })
    .onConflictDoUpdate({ target: recordHeads.tenantId, set: signed })
  return { count: waiting.length, checkpoints }
}
