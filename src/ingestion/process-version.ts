import type { Clock } from '../contracts/call-context.ts'
import type { Delivery } from '../platform/bus/bus.ts'
import { discardPassages } from './discard-passages.ts'
import { claimVersion, HoldLost } from './hold-version.ts'
import type { IndexVersionDependencies } from './index-version.ts'
import { ingestVersion, tidyIndex } from './ingest-version.ts'
import type { MakeCurrentDependencies } from './make-current.ts'
import { purgeDocument } from './purge-document.ts'
import type { ReadVersionDependencies } from './read-version.ts'
import { recordSetback } from './record-setback.ts'
import { passed } from './steps.ts'
import { findVersion, type VersionKey, type VersionRow } from './version-progress.ts'
import type { OutageDependencies } from './wait-out-outage.ts'
import { type HoldWatchDependencies, watchHold } from './watch-hold.ts'

export interface ProcessVersionDependencies
  extends IndexVersionDependencies,
    MakeCurrentDependencies,
    ReadVersionDependencies,
    OutageDependencies,
    HoldWatchDependencies {}

/**
 * Take one version from its bytes to being searchable. May run again after a crash at any point: every step overwrites
 * or skips what an earlier attempt left, and nothing is written for a delivery that has lost its right to. Files that
 * cannot be read end in a stated failure, never in a retry; an outage is waited out; anything else is written down and
 * thrown, for the bus to hand the job out again.
 */
export async function processVersion(
  dependencies: ProcessVersionDependencies,
  key: VersionKey,
  delivery: Pick<Delivery, 'id' | 'attempt' | 'signal'>,
): Promise<void> {
  const { database, clock } = dependencies
  const found = await findVersion(database, key)
  if (found === null) return
  const hold = { ...key, job: delivery.id, attempt: delivery.attempt }
  const timings = { waiting: waitingTime(found.version, clock) }
  const version = await claimVersion(database.forTenant(key.tenantId), hold, { timings }, clock)
  if (version === null) return tidyUp(dependencies, key)
  const ids = { tenantId: version.tenantId, documentId: version.documentId }
  passed('job-taken', ids)
  using watch = watchHold(dependencies, hold, delivery.signal)
  try {
    await ingestVersion(dependencies, { ...found, version }, hold, watch.signal)
  } catch (error) {
    if (error instanceof HoldLost) return tidyUp(dependencies, key)
    await recordSetback(dependencies, hold, error, { isStopping: delivery.signal.aborted })
    throw error
  }
  passed('job-done', ids)
}

/** Time in the queue before this delivery and all before it. */
function waitingTime({ state, since, timings }: VersionRow, clock: Clock): number {
  const before = timings?.waiting ?? 0
  return state === 'queued' ? before + Math.max(0, clock.now() - since.getTime()) : before
}

/** Somebody else decided about the version. What its worker may have written since then would stay for ever. */
async function tidyUp(dependencies: ProcessVersionDependencies, key: VersionKey): Promise<void> {
  const found = await findVersion(dependencies.database, key)
  if (found === null) return
  const { document, version } = found
  if (document.deletedAt !== null)
    return purgeDocument(dependencies, { tenant_id: document.tenantId, document_id: document.id })
  if (version.state === 'ready') return tidyIndex(dependencies, found)
  if (version.state === 'failed') return discardPassages(dependencies, key)
}
