import type { ServiceBusClient, ServiceBusMessage, ServiceBusSender } from '@azure/service-bus'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'
import { explainRefusal } from './service-bus-client.ts'
import { claimEvents, claimJobs, markSent, neglectedQueues, type OutboxMessage, release } from './service-bus-outbox.ts'

export interface RelayDependencies {
  readonly database: Database
  readonly client: ServiceBusClient
  readonly logger: Logger
  /** How many jobs this process has free hands for, by queue. */
  readonly freeHands: () => ReadonlyMap<string, number>
}

/** Whoever sends in the same process wakes the relay; this is for what other processes sent. */
const POLL_INTERVAL_IN_MS = 500
/** A few messages at once stay far below the 256 KB that the broker takes. */
const BATCH_SIZE = 25
/** The SDK may wait for a connection much longer than its own timeout says. */
const SEND_TIMEOUT_IN_MS = 8_000
/** What the broker did not take waits this long. */
const DELAY_AFTER_FAILURE_IN_SECONDS = 1
/** The same when the broker says that trying again will not help. */
const DELAY_AFTER_REFUSAL_IN_SECONDS = 30
/**
 * A queue whose workers take nothing for this long has perhaps none: one job is sent all the same, so that the platform sees
 * work and starts a worker.
 */
const KNOCK_AFTER_IN_SECONDS = 5
const KNOCK_INTERVAL_IN_MS = 5_000
/** How many tenants' last turns are remembered per queue. */
const REMEMBERED_TURNS = 1_000

/**
 * Hands what was committed to the outbox over to the broker. The broker knows neither priorities nor tenants, so that it gets
 * no more jobs than workers have hands for; the others wait in the outbox, where their order can still change.
 */
export class ServiceBusRelay implements AsyncDisposable {
  readonly #dependencies: RelayDependencies
  readonly #senders = new Map<string, ServiceBusSender>()
  readonly #turns = new Map<string, string[]>()
  readonly #running: Promise<void>
  #isClosed = false
  #isTroubled = false
  #wake: () => void = () => undefined
  #wasWoken = false
  #knockedAt = 0

  constructor(dependencies: RelayDependencies) {
    this.#dependencies = dependencies
    this.#running = this.#run()
  }

  /** Look into the outbox now. */
  wake(): void {
    this.#wasWoken = true
    this.#wake()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true
    this.wake()
    await this.#running
    await Promise.allSettled([...this.#senders.values()].map((sender) => sender.close()))
  }

  async #run(): Promise<void> {
    while (!this.#isClosed) {
      this.#wasWoken = false
      const isMoreWaiting = await this.#round().catch((error: unknown) => this.#complain(error))
      if (!isMoreWaiting && !this.#wasWoken && !this.#isClosed) await this.#rest()
    }
  }

  #rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, POLL_INTERVAL_IN_MS)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  /** True when more may wait than was handed over. */
  async #round(): Promise<boolean> {
    const { database } = this.#dependencies
    const events = await claimEvents(database, BATCH_SIZE)
    for (const [destination, messages] of Map.groupBy(events, (message) => message.destination))
      await this.#handOver(destination, messages)
    for (const [queue, free] of this.#dependencies.freeHands()) if (free > 0) await this.#handOverJobs(queue, free)
    if (Date.now() - this.#knockedAt > KNOCK_INTERVAL_IN_MS) await this.#knock()
    return events.length === BATCH_SIZE
  }

  async #handOverJobs(queue: string, free: number): Promise<void> {
    const served = this.#turns.get(queue) ?? []
    const jobs = await claimJobs(this.#dependencies.database, { queue, wanted: Math.min(free, BATCH_SIZE), served })
    if (jobs.length === 0) return
    const tenants = new Set(jobs.map(({ tenantId }) => tenantId))
    const turns = [...served.filter((tenant) => !tenants.has(tenant)), ...tenants].slice(-REMEMBERED_TURNS)
    this.#turns.set(queue, turns)
    await this.#handOver(queue, jobs)
  }

  async #knock(): Promise<void> {
    this.#knockedAt = Date.now()
    for (const queue of await neglectedQueues(this.#dependencies.database, KNOCK_AFTER_IN_SECONDS))
      await this.#handOverJobs(queue, 1)
  }

  async #handOver(destination: string, messages: readonly OutboxMessage[]): Promise<void> {
    const { database } = this.#dependencies
    try {
      const abortSignal = AbortSignal.timeout(SEND_TIMEOUT_IN_MS)
      await this.#sender(destination).sendMessages(messages.map(brokerMessage), { abortSignal })
    } catch (error) {
      this.#dropSender(destination)
      const isRefused = explainRefusal(error, destination) !== null
      this.#complain(error, destination)
      await release(database, messages, isRefused ? DELAY_AFTER_REFUSAL_IN_SECONDS : DELAY_AFTER_FAILURE_IN_SECONDS)
      return
    }
    await markSent(database, messages)
    this.#isTroubled = false
  }

  /** One line per trouble, not one per round of it. */
  #complain(error: unknown, destination = ''): false {
    if (!this.#isTroubled) {
      const advice = explainRefusal(error, `queue or topic "${destination}"`)
      this.#dependencies.logger.warn(
        { err: error, destination },
        advice ?? 'messages could not be handed to Azure Service Bus; they wait in the outbox and are tried again',
      )
    }
    this.#isTroubled = true
    return false
  }

  /** Whatever state it is in, the next message goes over a new link. */
  #dropSender(destination: string): void {
    const entity = entityOf(destination)
    void this.#senders
      .get(entity)
      ?.close()
      .catch(() => undefined)
    this.#senders.delete(entity)
  }

  #sender(destination: string): ServiceBusSender {
    const entity = entityOf(destination)
    const known = this.#senders.get(entity)
    if (known !== undefined) return known
    const sender = this.#dependencies.client.createSender(entity)
    this.#senders.set(entity, sender)
    return sender
  }
}

/** `topic.subscription` is sent to the topic. */
function entityOf(destination: string): string {
  const [entity = ''] = destination.split('.')
  return entity
}

/**
 * The message id holds the key for whoever looks into the broker. It is not the key alone: the broker drops a known id for
 * minutes, whatever became of the first message, and a retry must not be lost that way.
 */
function brokerMessage({ id, tenantId, destination, key, sending, payload }: OutboxMessage): ServiceBusMessage {
  const [, subscription] = destination.split('.')
  return {
    messageId: `${key}:${id}:${sending}`,
    contentType: 'application/json',
    body: payload,
    applicationProperties: {
      id,
      tenant_id: tenantId,
      sending,
      ...(subscription === undefined ? {} : { subscription }),
    },
  }
}
