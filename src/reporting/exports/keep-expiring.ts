import { setTimeout } from 'node:timers/promises'
import { and, eq, lte } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Clock } from '../../contracts/call-context.ts'
import type { Blobs } from '../../platform/blobs/blobs.ts'
import type { Database } from '../../platform/database/database.ts'
import { reportExports } from '../../platform/database/report-schema.ts'
import { exportFolderOf } from './exports.ts'

const INTERVAL_IN_MS = 10 * 60_000
/** Long enough for whoever began to download before it expired. */
const GRACE_IN_MS = 3_600_000

export interface KeepExpiringOptions {
  readonly database: Database
  readonly blobs: Pick<Blobs, 'delete'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn'>
}

/** Remove exports that have expired, with their files, of all tenants; returns how many. */
export async function removeExpired({ database, blobs, clock }: Omit<KeepExpiringOptions, 'logger'>): Promise<number> {
  const before = new Date(clock.now() - GRACE_IN_MS)
  const gone = await database.system.delete(reportExports).where(lte(reportExports.expiresAt, before)).returning()
  for (const { tenantId, sha256 } of gone) {
    if (sha256 === null) continue
    // Equal files are one blob.
    const same = and(eq(reportExports.tenantId, tenantId), eq(reportExports.sha256, sha256))
    const others = await database.system.select({ id: reportExports.id }).from(reportExports).where(same).limit(1)
    if (others.length === 0) await blobs.delete(exportFolderOf(tenantId), sha256)
  }
  return gone.length
}

/** Do so every ten minutes, until disposed. */
export function keepExpiring(options: KeepExpiringOptions): AsyncDisposable {
  const stop = new AbortController()
  async function again(): Promise<void> {
    for (;;) {
      await setTimeout(INTERVAL_IN_MS, undefined, { signal: stop.signal, ref: false }).catch(() => undefined)
      if (stop.signal.aborted) return
      await removeExpired(options).catch((error: unknown) =>
        options.logger.warn({ err: error }, 'expired exports could not be removed'),
      )
    }
  }
  const expiring = again()
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort(new Error('the process stops'))
      await expiring
    },
  }
}
