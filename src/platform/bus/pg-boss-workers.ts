import type { JobWithMetadata, PgBoss, WorkOptions } from 'pg-boss'
import type { Logger } from 'pino'
import { type Bus, type Delivery, MAXIMUM_DELIVERIES } from './bus.ts'
import type { Queues } from './pg-boss-queues.ts'

/** How often a worker says that it lives, and notices that its job was handed to another. */
const HEARTBEAT_REFRESH_IN_SECONDS = 3
/** A fallback only: `send` and `wake` start workers of the same process at once. */
const POLLING_INTERVAL_IN_SECONDS = 1
/** Reasons are read by people and kept in lists; some libraries put whole files into their messages. */
const LONGEST_REASON = 1_000

export interface WorkersDependencies {
  readonly boss: PgBoss
  readonly logger: Logger
  readonly queues: Queues
}

/** The workers of this process. */
export function createWorkers({ boss, logger, queues }: WorkersDependencies) {
  const workers = new Map<string, string[]>()
  const wake = (queue: string): void => {
    for (const worker of workers.get(queue) ?? []) boss.notifyWorker(worker)
  }
  const work: Bus['work'] = async (queue, { concurrency }, handler) => {
    await queues.ensure(queue)
    const options: WorkOptions & { readonly includeMetadata: true } = {
      includeMetadata: true,
      pollingIntervalSeconds: POLLING_INTERVAL_IN_SECONDS,
      heartbeatRefreshSeconds: HEARTBEAT_REFRESH_IN_SECONDS,
    }
    const run = async ([job]: JobWithMetadata[]): Promise<void> => {
      if (job === undefined) return
      try {
        await handler(deliveryOf(job))
      } catch (error) {
        const [id, attempt] = [job.id, job.retryCount + 1]
        logger.warn({ err: error, queue, job: id, attempt, of: MAXIMUM_DELIVERIES }, 'a job did not succeed')
        throw failureOf(error)
      } finally {
        // Without this a worker would rest until its next poll after every job, however many are waiting.
        wake(queue)
      }
    }
    const started = Array.from({ length: concurrency }, () => boss.work(queue, options, run))
    workers.set(queue, [...(workers.get(queue) ?? []), ...(await Promise.all(started))])
  }
  return { wake, work, queues: () => [...workers.keys()] }
}

function deliveryOf(job: JobWithMetadata): Delivery {
  return { id: job.id, payload: job.data, attempt: job.retryCount + 1, signal: job.signal }
}

/** What is kept of an error: what a dead letter says later. */
function failureOf(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  const stage = error instanceof Error && 'stage' in error && typeof error.stage === 'string' ? error.stage : undefined
  return Object.assign(new Error(message.slice(0, LONGEST_REASON)), stage === undefined ? {} : { stage })
}
