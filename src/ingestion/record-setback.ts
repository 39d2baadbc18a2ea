import type { Clock } from '../contracts/call-context.ts'
import { MAXIMUM_DELIVERIES, retryDelayInMs } from '../platform/bus/bus.ts'
import { type DiscardPassagesDependencies, discardPassages } from './discard-passages.ts'
import { type Hold, releaseVersion } from './hold-version.ts'
import { StageFailure } from './run-stages.ts'

export interface SetbackDependencies extends DiscardPassagesDependencies {
  readonly clock: Clock
}

/**
 * Write down that a delivery did not succeed. The job is tried again; after the last delivery the document says so instead
 * of looking busy for ever. When the document is not at fault (the worker stopped, a part was missing) it never fails:
 * should its job be given up, `resumeUnfinished` sends another.
 */
export async function recordSetback(
  dependencies: SetbackDependencies,
  hold: Hold,
  error: unknown,
  { isStopping }: { readonly isStopping: boolean },
): Promise<void> {
  const { database, clock } = dependencies
  const orm = database.forTenant(hold.tenantId)
  const isBlameless = isStopping || (error instanceof StageFailure && error.isOutage)
  try {
    if (hold.attempt < MAXIMUM_DELIVERIES || isBlameless) {
      const nextTryAt = new Date(clock.now() + retryDelayInMs(hold.attempt))
      const detail = isBlameless
        ? 'Reading it was interrupted; it is tried again.'
        : `Attempt ${hold.attempt} of ${MAXIMUM_DELIVERIES} did not succeed; it is tried again.`
      await releaseVersion(orm, hold, { state: 'queued', detail, nextTryAt }, clock)
    } else {
      const detail =
        'Reading it failed on our side again and again; try it again, and tell an administrator if that fails too.'
      await releaseVersion(orm, hold, { state: 'failed', reason: 'internal', detail }, clock)
      await discardPassages(dependencies, hold)
    }
  } catch {
    // The registry does not answer, or somebody else has the version: the first error is the one to act on.
  }
}
