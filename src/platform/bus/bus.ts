import type { EventOf, Topic } from '../../contracts/events.ts'
import type { JobPriority } from '../../contracts/job-priority.ts'
import type { Transaction } from '../database/database.ts'

/** What a job carries: ids and hashes of one tenant, never texts. */
export interface JobPayload {
  readonly tenant_id: string
}

export interface PublishOptions {
  /**
   * Enqueue as part of this transaction: the message exists exactly when the rows do. The process must have used the queue
   * before, to work or to send: making one takes a connection of its own.
   */
  readonly transaction?: Transaction
}

export interface SendOptions extends PublishOptions {
  /** Jobs of a higher priority go first; among equals the tenants of a queue take turns. */
  readonly priority?: JobPriority
  /**
   * Names what is to be done, within queue and tenant: while a job with the same key waits, it is not sent again, takes
   * the higher priority, and is not begun before the transaction of the second one ends. One that has begun is no obstacle: whoever sends it again has news
   * that its worker may not have seen. Several in one transaction: in a fixed order.
   */
  readonly key?: string
}

export interface Delivery {
  /** Stays the same for every delivery of a job. With `attempt` it tells a worker from one that took over its job. */
  readonly id: string
  readonly payload: unknown
  /** 1 for the first delivery. */
  readonly attempt: number
  /** Aborted when the worker stops or the lease is lost; stop working then, another worker has or will get the job. */
  readonly signal: AbortSignal
}

export interface WorkOptions {
  /** How many jobs may run at once in this process. */
  readonly concurrency: number
}

/** A job or event that was given up. Events have the name `topic.subscription` as queue. */
export interface DeadLetter {
  readonly id: string
  readonly tenantId: string
  readonly queue: string
  readonly payload: unknown
  /** Message of the last error. */
  readonly reason: string
  /** Where in the work it failed: the property `stage` of the last error, if it had one. */
  readonly stage: string | null
  readonly attempts: number
  readonly failedAt: Date
}

export interface DeadLetterQuery {
  /** Only those of this tenant; left out, of all. */
  readonly tenantId?: string
  readonly limit: number
  /** `next` of the page before. */
  readonly after?: string | undefined
}

export interface DeadLetterPage {
  /** Newest first. */
  readonly letters: readonly DeadLetter[]
  /** Give it back to read on; null at the end. */
  readonly next: string | null
}

/** Letters of one tenant: those named, or all there are at this moment. */
export interface DeadLetterChoice {
  readonly tenantId: string
  readonly ids?: readonly string[] | undefined
}

/** Jobs and events between services. Delivery is at least once: handlers are idempotent by key. */
export interface Bus extends AsyncDisposable {
  /** Put a job on a queue. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- lets a literal have more fields than the tenant
  readonly send: <P extends JobPayload>(queue: string, payload: P, options?: SendOptions) => Promise<void>
  /**
   * Take jobs from a queue until the bus is closed. A handler that throws gets the job again later; after
   * `MAXIMUM_DELIVERIES` it becomes a dead letter with the error's message as reason and its `stage`.
   */
  readonly work: (queue: string, options: WorkOptions, handler: (delivery: Delivery) => Promise<void>) => Promise<void>
  /** Look for jobs now instead of at the next poll; call it after the transaction of a `send` was committed. */
  readonly wake: (queue: string) => void
  /** Tell every subscription of a topic. */
  readonly publish: <T extends Topic>(topic: T, event: EventOf<T>, options?: PublishOptions) => Promise<void>
  /** Receive a topic under a subscription name; each subscription gets every event, its members share them. */
  readonly subscribe: <T extends Topic>(
    topic: T,
    subscription: string,
    handler: (event: EventOf<T>, delivery: Delivery) => Promise<void>,
  ) => Promise<void>
  /** True when a job whose payload has these fields waits, runs, or will be tried again. */
  readonly isPending: (queue: string, fields: object) => Promise<boolean>
  /** How many jobs of a queue wait (running ones not counted), of one tenant or of all. */
  readonly depth: (queue: string, tenantId?: string) => Promise<number>
  /** How long the oldest job that waits has done so, in milliseconds; 0 when none does. */
  readonly oldestAgeInMs: (queue: string) => Promise<number>
  readonly deadLetters: (query: DeadLetterQuery) => Promise<DeadLetterPage>
  /** How many dead letters there are, of all tenants. */
  readonly deadLetterDepth: () => Promise<number>
  /** Put dead letters back where they came from, as fresh jobs. Returns how many. */
  readonly replayDeadLetters: (choice: DeadLetterChoice) => Promise<number>
  /** Forget dead letters. Returns how many. */
  readonly discardDeadLetters: (choice: DeadLetterChoice) => Promise<number>
}

/** A job that failed this often is poison: it goes to the dead letters instead of blocking its queue. */
export const MAXIMUM_DELIVERIES = 5

/** A failed job waits before it is handed out again, longer with every failure. */
const FIRST_RETRY_DELAY_IN_MS = 2_000
const LONGEST_RETRY_DELAY_IN_MS = 60_000

/** How long a job whose delivery with this number failed waits at most until it is handed out again. */
export function retryDelayInMs(attempt: number): number {
  return Math.min(FIRST_RETRY_DELAY_IN_MS * 2 ** (attempt - 1), LONGEST_RETRY_DELAY_IN_MS)
}
