import type { EventOf, Topic } from '../../contracts/events.ts'
import type { Transaction } from '../database/database.ts'

export interface SendOptions {
  /** Enqueue as part of this transaction: the job exists exactly when the rows do. */
  readonly transaction?: Transaction
}

export interface Delivery {
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

export interface DeadLetter {
  readonly id: string
  readonly queue: string
  readonly payload: unknown
  readonly reason: string
  readonly attempts: number
  readonly failedAt: Date
}

/** Jobs and events between services. Delivery is at least once: handlers are idempotent by key. */
export interface Bus extends AsyncDisposable {
  /** Put a job on a queue. */
  readonly send: (queue: string, payload: object, options?: SendOptions) => Promise<void>
  /**
   * Take jobs from a queue until the bus is closed. A handler that throws gets the job again later;
   * after `MAXIMUM_DELIVERIES` it becomes a dead letter with the error's message as reason.
   */
  readonly work: (queue: string, options: WorkOptions, handler: (delivery: Delivery) => Promise<void>) => Promise<void>
  /** Look for jobs now instead of at the next poll; call it after the transaction of a `send` was committed. */
  readonly wake: (queue: string) => void
  /** Tell every subscription of a topic. */
  readonly publish: <T extends Topic>(topic: T, event: EventOf<T>, options?: SendOptions) => Promise<void>
  /** Receive a topic under a subscription name; each subscription gets every event, its members share them. */
  readonly subscribe: <T extends Topic>(
    topic: T,
    subscription: string,
    handler: (event: EventOf<T>, delivery: Delivery) => Promise<void>,
  ) => Promise<void>
  /** True when a job whose payload has these fields waits, runs, or will be tried again. */
  readonly isPending: (queue: string, fields: object) => Promise<boolean>
  /** How many jobs of a queue wait (running ones not counted). */
  readonly depth: (queue: string) => Promise<number>
  readonly deadLetters: (limit: number) => Promise<readonly DeadLetter[]>
  readonly deadLetterDepth: () => Promise<number>
}

/** A job that failed this often is poison: it goes to the dead letters instead of blocking its queue. */
export const MAXIMUM_DELIVERIES = 5
