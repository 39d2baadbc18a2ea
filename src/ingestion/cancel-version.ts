import { and, inArray } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import type { DocumentState } from '../contracts/documents.ts'
import type { Transaction } from '../platform/database/database.ts'
import { documentVersions } from '../platform/database/schema.ts'
import { type VersionKey, versionIs } from './version-progress.ts'

/** States that end by themselves, when nobody cancels. */
const OPEN_STATES: readonly DocumentState[] = ['queued', 'parsing', 'embedding', 'indexing']

/**
 * Stop the reading of a version. A worker that is at it notices at its next write, or within two seconds. False when there
 * is nothing to stop any more: the version is ready, failed or deleted, or there is none.
 */
export async function cancelVersion(tx: Transaction, key: VersionKey, clock: Clock): Promise<boolean> {
  const cancelled = await tx
    .update(documentVersions)
    .set({
      state: 'failed',
      reason: 'cancelled',
      detail: 'Reading it was cancelled; try it again when it is wanted after all.',
      since: new Date(clock.now()),
      job: null,
      heldUntil: null,
      nextTryAt: null,
    })
    .where(and(versionIs(key), inArray(documentVersions.state, [...OPEN_STATES])))
    .returning({ id: documentVersions.id })
  return cancelled.length > 0
}
