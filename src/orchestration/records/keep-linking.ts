import { setTimeout } from 'node:timers/promises'
import { isNull } from 'drizzle-orm'
import type { Logger } from 'pino'
import { signedHead } from '../../platform/audit/chain-head.ts'
import type { CheckpointStore } from '../../platform/audit/checkpoint-store.ts'
import type { RecordLinker } from '../../platform/audit/link-records.ts'
import type { Database } from '../../platform/database/database.ts'
import { auditRecords, recordHeads } from '../../platform/database/record-schema.ts'

/** Other roles and processes write acts as well; they are in the chain at most so much later. */
const INTERVAL_IN_MS = 2_000
/** The end of each chain is copied so often at most, when there is a place for copies. */
const COPY_INTERVAL_IN_MS = 10 * 60_000

export interface KeepLinkingOptions {
  readonly database: Database
  readonly linker: RecordLinker
  readonly copies: CheckpointStore | null
  readonly logger: Pick<Logger, 'warn'>
}

/** Link what was written down anywhere, every few seconds and once more at the end, and copy where the chains end. */
export function keepLinking({ database, linker, copies, logger }: KeepLinkingOptions): AsyncDisposable {
  const stop = new AbortController()
  let copiedAt = performance.now()

  async function linkWaiting(): Promise<void> {
    const rows = await database.system
      .selectDistinct({ tenantId: auditRecords.tenantId })
      .from(auditRecords)
      .where(isNull(auditRecords.sequence))
    for (const { tenantId } of rows) linker.link(tenantId)
    await linker.settled()
  }

  async function copyHeads(): Promise<void> {
    if (copies === null) return
    const rows = await database.system.select({ tenantId: recordHeads.tenantId }).from(recordHeads)
    for (const { tenantId } of rows) {
      const head = await signedHead(database.forTenant(tenantId), tenantId)
      if (head !== null) await copies.add({ as: 'head', tenantId, ...head })
    }
  }

  async function work(isLast: boolean): Promise<void> {
    await linkWaiting()
    if (!isLast && performance.now() - copiedAt < COPY_INTERVAL_IN_MS) return
    copiedAt = performance.now()
    await copyHeads()
  }

  const workOnce = (isLast: boolean) =>
    work(isLast).catch((error: unknown) => logger.warn({ err: error }, 'records could not be linked or copied'))

  async function workAgainAndAgain(): Promise<void> {
    while (!stop.signal.aborted) {
      await setTimeout(INTERVAL_IN_MS, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
      await workOnce(stop.signal.aborted)
    }
  }

  const working = workAgainAndAgain()
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error('the process stops'))
      await working
    },
  }
}
