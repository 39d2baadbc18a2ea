import type { ServiceBusClient } from '@azure/service-bus'
import type { Logger } from 'pino'
import { type EventOf, TOPICS, type Topic } from '../../contracts/events.ts'
import type { Database } from '../database/database.ts'
import type { Bus } from './bus.ts'
import { createServiceBusClient, type ServiceBusAccess } from './service-bus-client.ts'
import { countLetters, discardLetters, listLetters, replayLetters } from './service-bus-dead-letters.ts'
import { recoverLostJobs } from './service-bus-lost-jobs.ts'
import { addEvent, addJob, ageOfOldest, countWaiting, hasJob } from './service-bus-outbox.ts'
import type { MessageReceiver } from './service-bus-receiver.ts'
import { ServiceBusRelay } from './service-bus-relay.ts'
import {
  createDeadLetterReceiver,
  createEventReceiver,
  createJobReceiver,
  type WorkerDependencies,
} from './service-bus-workers.ts'

const RETRY_DELAY_IN_SECONDS = 1
const CLOSE_TIMEOUT_IN_MS = 20_000
const PATIENCE_IN_MS = 5_000
const LOST_JOBS_INTERVAL_IN_MS = 60_000
/** A sender's transaction is committed a moment after its `publish`; nobody says when. */
const PROBABLY_COMMITTED_IN_MS = 30

export interface ServiceBusDependencies {
  readonly access: ServiceBusAccess
  /** Holds the outbox: what was sent in a transaction, and every job until it is done. */
  readonly database: Database
  readonly logger: Logger
  /** The first wait before a failed job is tried again; it doubles with every failure. 0 tries again at once. */
  readonly retryDelayInSeconds?: number
  /** How long closing waits for running handlers. */
  readonly closeTimeoutInMs?: number
  /** A receiver of jobs that does nothing for this long while messages wait is replaced. */
  readonly patienceInMs?: number
}

/**
 * Jobs and events over Azure Service Bus. Whoever sends writes to the outbox only, in the transaction of what the message is
 * about; a relay hands it to the broker. Queues, topics and subscriptions exist beforehand.
 */
export async function openServiceBus(dependencies: ServiceBusDependencies): Promise<Bus> {
  return new ServiceBus(dependencies, await createServiceBusClient(dependencies.access))
}

class ServiceBus implements Bus {
  readonly #database: Database
  readonly #client: ServiceBusClient
  readonly #relay: ServiceBusRelay
  readonly #workers: WorkerDependencies
  readonly #receivers = new Set<MessageReceiver>()
  readonly #receiversOfQueues = new Map<string, MessageReceiver[]>()
  readonly #closeTimeoutInMs: number
  readonly #recovery: NodeJS.Timeout
  #closed: Promise<void> | undefined

  constructor(dependencies: ServiceBusDependencies, client: ServiceBusClient) {
    const { database, logger, retryDelayInSeconds = RETRY_DELAY_IN_SECONDS } = dependencies
    this.#database = database
    this.#client = client
    this.#closeTimeoutInMs = dependencies.closeTimeoutInMs ?? CLOSE_TIMEOUT_IN_MS
    this.#relay = new ServiceBusRelay({ database, client, logger, freeHands: () => this.#freeHands() })
    const patienceInMs = dependencies.patienceInMs ?? PATIENCE_IN_MS
    this.#workers = { database, client, logger, retryDelayInSeconds, patienceInMs, onFree: () => this.#relay.wake() }
    this.#recovery = setInterval(() => void this.#recover(logger), LOST_JOBS_INTERVAL_IN_MS).unref()
  }

  readonly send: Bus['send'] = async (queue, payload, options = {}) => {
    await addJob(this.#database, queue, payload, options)
    if (options.transaction === undefined) this.#relay.wake()
    else this.#wakeSoon()
  }

  readonly publish: Bus['publish'] = async (topic, event, options = {}) => {
    await addEvent(this.#database, topic, event, options)
    if (options.transaction === undefined) this.#relay.wake()
    else this.#wakeSoon()
  }

  readonly wake: Bus['wake'] = () => this.#relay.wake()

  readonly work: Bus['work'] = async (queue, { concurrency }, handler) => {
    if (concurrency === 0) return
    const receiver = createJobReceiver(this.#workers, queue, concurrency, handler)
    await this.#open(receiver)
    const known = this.#receiversOfQueues.get(queue)
    this.#receiversOfQueues.set(queue, [...(known ?? []), receiver])
    if (known === undefined) await this.#open(createDeadLetterReceiver(this.#workers, { queue }))
    this.#relay.wake()
  }

  readonly subscribe: Bus['subscribe'] = async (topic, subscription, handler) => {
    const source = { topic, subscription }
    const receiver = createEventReceiver(this.#workers, source, (delivery) =>
      handler(parseEvent(topic, delivery.payload), delivery),
    )
    await this.#open(receiver)
    await this.#open(createDeadLetterReceiver(this.#workers, source))
  }

  readonly isPending: Bus['isPending'] = (queue, fields) => hasJob(this.#database, queue, fields)
  readonly depth: Bus['depth'] = (queue, tenantId) => countWaiting(this.#database, queue, tenantId)
  readonly oldestAgeInMs: Bus['oldestAgeInMs'] = (queue) => ageOfOldest(this.#database, queue)
  readonly deadLetters: Bus['deadLetters'] = (query) => listLetters(this.#database, query)
  readonly deadLetterDepth: Bus['deadLetterDepth'] = () => countLetters(this.#database)
  readonly discardDeadLetters: Bus['discardDeadLetters'] = (choice) => discardLetters(this.#database, choice)

  readonly replayDeadLetters: Bus['replayDeadLetters'] = async (choice) => {
    const replayed = await replayLetters(this.#database, choice)
    this.#relay.wake()
    return replayed
  };

  [Symbol.asyncDispose](): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  async #close(): Promise<void> {
    clearInterval(this.#recovery)
    await this.#relay[Symbol.asyncDispose]()
    await Promise.all([...this.#receivers].map((receiver) => receiver.close(this.#closeTimeoutInMs)))
    await this.#client.close()
  }

  async #open(receiver: MessageReceiver): Promise<void> {
    await receiver.open()
    this.#receivers.add(receiver)
  }

  #wakeSoon(): void {
    setTimeout(() => this.#relay.wake(), PROBABLY_COMMITTED_IN_MS).unref()
  }

  #freeHands(): ReadonlyMap<string, number> {
    const free = (receivers: readonly MessageReceiver[]) => receivers.reduce((sum, { freeHands }) => sum + freeHands, 0)
    return new Map([...this.#receiversOfQueues].map(([queue, receivers]) => [queue, free(receivers)]))
  }

  async #recover(logger: Logger): Promise<void> {
    for (const queue of this.#receiversOfQueues.keys()) {
      try {
        const lost = await recoverLostJobs(this.#database, this.#client, queue)
        if (lost > 0) logger.warn({ queue, lost }, 'jobs that Azure Service Bus did not have any more were sent again')
      } catch (error) {
        logger.debug({ err: error, queue }, 'jobs that may be lost could not be looked for')
      }
    }
  }
}

function parseEvent<T extends Topic>(topic: T, payload: unknown): EventOf<T> {
  return TOPICS[topic].parse(payload) as EventOf<T>
}
