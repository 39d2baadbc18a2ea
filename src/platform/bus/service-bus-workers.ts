import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServiceBusClient, ServiceBusReceivedMessage } from '@azure/service-bus'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Database } from '../database/database.ts'
import { type Delivery, MAXIMUM_DELIVERIES } from './bus.ts'
import { keepLetter } from './service-bus-dead-letters.ts'
import {
  beginJob,
  type Failure,
  finishJob,
  giveUpJob,
  giveUpSending,
  type JobAttempt,
  MessageReference,
  retryJob,
} from './service-bus-jobs.ts'
import { isJobOverdue } from './service-bus-lost-jobs.ts'
import { type HeldMessage, MessageReceiver, type Source } from './service-bus-receiver.ts'

export interface WorkerDependencies {
  readonly database: Database
  readonly client: ServiceBusClient
  readonly logger: Logger
  /** The first wait before a failed job is tried again; it doubles with every failure. 0 tries again at once. */
  readonly retryDelayInSeconds: number
  /** A receiver of jobs that does nothing for this long while messages wait is taken for broken; others after a while more. */
  readonly patienceInMs: number
  /** Called when a handler ended, well or not. */
  readonly onFree: () => void
}

type Handler = (delivery: Delivery) => Promise<void>

const LONGEST_RETRY_DELAY_IN_SECONDS = 60
/** While the database is away its messages stay locked here: given back they would come again at once, and be counted. */
const DATABASE_RETRY_INTERVAL_IN_MS = 500
const DIED: Failure = { reason: 'The worker died or did not answer in time.', stage: null }

/** A look at events and dead letters is an operation of the broker, which is paid for; jobs are looked at in the outbox. */
const PEEK_PATIENCE_FACTOR = 6

/** Receive the jobs of a queue. */
export function createJobReceiver(
  dependencies: WorkerDependencies,
  queue: string,
  concurrency: number,
  handler: Handler,
): MessageReceiver {
  return new MessageReceiver({
    ...dependencies,
    source: { queue },
    concurrency,
    handle: (held) => runJob(dependencies, held, handler),
    isOverdue: () => isJobOverdue(dependencies.database, queue, dependencies.patienceInMs),
  })
}

/**
 * Take what the broker gave up by itself, because workers died with it, to where all dead letters are: there they can be
 * listed by tenant and replayed one by one.
 */
export function createDeadLetterReceiver(dependencies: WorkerDependencies, source: Source): MessageReceiver {
  return new MessageReceiver({
    ...dependencies,
    source,
    patienceInMs: dependencies.patienceInMs * PEEK_PATIENCE_FACTOR,
    isForDeadLetters: true,
    concurrency: 1,
    handle: async (held) => {
      await takeDeadLetter(dependencies, held, source)
      held.complete()
    },
  })
}

/** Receive the events of a topic under the name of a subscription, one at a time. */
export function createEventReceiver(
  dependencies: WorkerDependencies,
  source: { readonly topic: string; readonly subscription: string },
  handler: Handler,
): MessageReceiver {
  return new MessageReceiver({
    ...dependencies,
    source,
    patienceInMs: dependencies.patienceInMs * PEEK_PATIENCE_FACTOR,
    concurrency: 1,
    handle: (held) => runEvent(dependencies, held, `${source.topic}.${source.subscription}`, handler),
  })
}

async function runJob(dependencies: WorkerDependencies, held: HeldMessage, handler: Handler): Promise<void> {
  const { database, logger } = dependencies
  const reference = readReference(held.message, logger)
  const job = reference === null ? null : await patiently(held.signal, () => beginJob(database, reference))
  if (job !== null) await runAttempt(dependencies, job, held.signal, handler)
  held.complete()
}

async function runAttempt(
  { database, logger, retryDelayInSeconds }: WorkerDependencies,
  job: JobAttempt,
  signal: AbortSignal,
  handler: Handler,
): Promise<void> {
  const { id, payload, attempt, queue } = job
  if (attempt > MAXIMUM_DELIVERIES) {
    await patiently(signal, () => giveUpJob(database, job, DIED))
    return
  }
  try {
    await handler({ id, payload, attempt, signal })
  } catch (error) {
    logger.debug({ err: error, queue, id, attempt }, 'a job failed')
    if (attempt >= MAXIMUM_DELIVERIES && !signal.aborted)
      await patiently(signal, () => giveUpJob(database, job, failureOf(error)))
    else await patiently(signal, () => retryJob(database, job, delayAfter(attempt, signal, retryDelayInSeconds)))
    return
  }
  await patiently(signal, () => finishJob(database, job))
}

/** An event has no row: the broker counts its deliveries, and it is held back here until it may be tried again. */
async function runEvent(
  { database, logger, retryDelayInSeconds }: WorkerDependencies,
  held: HeldMessage,
  destination: string,
  handler: Handler,
): Promise<void> {
  const reference = readReference(held.message, logger)
  const [, subscription] = destination.split('.')
  if (reference === null || (reference.subscription ?? subscription) !== subscription) return held.complete()
  const attempt = (held.message.deliveryCount ?? 0) + 1
  const { id, tenant_id: tenantId } = reference
  const payload: unknown = held.message.body
  try {
    await handler({ id, payload, attempt, signal: held.signal })
  } catch (error) {
    logger.debug({ err: error, destination, id, attempt }, 'a handler of an event failed')
    if (attempt < MAXIMUM_DELIVERIES) {
      await pause(delayAfter(attempt, held.signal, retryDelayInSeconds) * 1_000, held.signal)
      return held.abandon()
    }
    const letter = {
      id: letterIdOf(id, destination),
      tenantId,
      kind: 'event',
      destination,
      priority: 0,
      payload,
    } as const
    await patiently(held.signal, () => keepLetter(database, { ...letter, attempts: attempt, ...failureOf(error) }))
  }
  held.complete()
}

async function takeDeadLetter(
  { database, logger }: WorkerDependencies,
  held: HeldMessage,
  source: Source,
): Promise<void> {
  const { message, signal } = held
  const reference = readReference(message, logger)
  if (reference === null) return
  const description = message.deadLetterErrorDescription ?? message.deadLetterReason
  const failure =
    message.deadLetterReason === 'MaxDeliveryCountExceeded' || description === undefined
      ? DIED
      : { reason: description, stage: null }
  if (source.queue !== undefined) return patiently(signal, () => giveUpSending(database, reference, failure))
  const destination = `${source.topic}.${source.subscription}`
  const { id, tenant_id: tenantId } = reference
  const payload: unknown = message.body
  const letter = {
    id: letterIdOf(id, destination),
    tenantId,
    kind: 'event',
    destination,
    priority: 0,
    payload,
  } as const
  await patiently(signal, () =>
    keepLetter(database, { ...letter, attempts: message.deliveryCount ?? MAXIMUM_DELIVERIES, ...failure }),
  )
}

function readReference(message: ServiceBusReceivedMessage, logger: Logger): MessageReference | null {
  const reference = MessageReference.safeParse(message.applicationProperties)
  if (reference.success) return reference.data
  logger.warn({ messageId: message.messageId }, 'a message that did not come from here was dropped')
  return null
}

const WithStage = z.object({ stage: z.string() })

function failureOf(error: unknown): Failure {
  const stage = WithStage.safeParse(error)
  return {
    reason: error instanceof Error ? error.message : String(error),
    stage: stage.success ? stage.data.stage : null,
  }
}

/** An event may be a dead letter of several subscriptions, and of each once only. */
function letterIdOf(eventId: string, destination: string): string {
  const digest = createHash('sha256').update(`${eventId} ${destination}`).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

/** Who was interrupted is not to blame: the next worker may begin at once. */
function delayAfter(attempt: number, signal: AbortSignal, firstInSeconds: number): number {
  return signal.aborted ? 0 : Math.min(LONGEST_RETRY_DELAY_IN_SECONDS, firstInSeconds * 2 ** (attempt - 1))
}

/** Try until it succeeds, or the lock of the message is gone. */
async function patiently<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (signal.aborted) throw error
      await pause(DATABASE_RETRY_INTERVAL_IN_MS, signal)
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}
