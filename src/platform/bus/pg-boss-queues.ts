import type { PgBoss, QueueOptions } from 'pg-boss'
import { MAXIMUM_DELIVERIES } from './bus.ts'
import { DEAD_LETTERS } from './pg-boss-dead-letters.ts'

/** A worker that says nothing for this long is taken for dead and its job is handed to another. pg-boss allows no less. */
const HEARTBEAT_IN_SECONDS = 10
/** A job that runs longer than this is stuck even if its worker lives: the parser deadline is far below it. */
const LONGEST_RUN_IN_SECONDS = 3_600
/** pg-boss deletes what waits longer. What was acknowledged is never dropped, and dead letters wait for a person. */
export const LONGEST_WAIT_IN_SECONDS = 10 * 365 * 24 * 3_600
/** Jobs that are done are of no use any more; without this pg-boss would keep each for a week. */
const DONE_JOBS_KEPT_IN_SECONDS = 3_600
const LONGEST_RETRY_DELAY_IN_SECONDS = 60

/** The queues that this process has used. */
export interface Queues {
  /** Make a queue unless it is there; asks the database once per process. */
  readonly ensure: (name: string) => Promise<void>
}

/** Know queues by name, and make them when they are used first. */
export function createQueues(boss: PgBoss, policy: QueueOptions): Queues {
  const known = new Map<string, Promise<void>>()
  return {
    ensure: (name) => {
      const found = known.get(name)
      if (found !== undefined) return found
      const prepared = prepareQueue(boss, name, policy)
      known.set(name, prepared)
      // The database may have been away for a moment: the next one asks again.
      prepared.catch(() => known.delete(name))
      return prepared
    },
  }
}

/** Make a queue, or give it the settings of this version. */
export async function prepareQueue(boss: PgBoss, name: string, options: QueueOptions): Promise<void> {
  if ((await boss.getQueue(name)) === null) await boss.createQueue(name, options)
  // An earlier version may have made it with other settings.
  else await boss.updateQueue(name, options)
  // Any look at the queue makes pg-boss remember it; a `send` inside a transaction must not have to ask the database.
  await boss.findJobs(name, { limit: 1 })
}

/** How often a job is tried, how long it may take and wait, and where it goes in the end. */
export function jobPolicy(retryDelayInSeconds: number): QueueOptions & { readonly deadLetter: string } {
  const backoff = { retryDelay: retryDelayInSeconds, retryBackoff: true, retryDelayMax: LONGEST_RETRY_DELAY_IN_SECONDS }
  return {
    retryLimit: MAXIMUM_DELIVERIES - 1,
    ...(retryDelayInSeconds > 0 ? backoff : { retryDelay: 0, retryBackoff: false }),
    heartbeatSeconds: HEARTBEAT_IN_SECONDS,
    expireInSeconds: LONGEST_RUN_IN_SECONDS,
    retentionSeconds: LONGEST_WAIT_IN_SECONDS,
    deleteAfterSeconds: DONE_JOBS_KEPT_IN_SECONDS,
    deadLetter: DEAD_LETTERS,
  }
}
