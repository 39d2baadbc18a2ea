import type {
  ProcessErrorArgs,
  ServiceBusClient,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
} from '@azure/service-bus'
import type { Logger } from 'pino'
import { explainRefusal } from './service-bus-client.ts'
import { keepLock } from './service-bus-lock.ts'
import { isMessageOverdue } from './service-bus-lost-jobs.ts'

/** A message that this process holds the lock of. */
export interface HeldMessage {
  readonly message: ServiceBusReceivedMessage
  /** Aborted when the lock is lost or the bus is closed. */
  readonly signal: AbortSignal
  /** The broker forgets it. When that fails the message comes again, and whoever gets it sees that it is done. */
  readonly complete: () => void
  /** The broker gives it again at once. */
  readonly abandon: () => void
}

/** Where messages are received from. */
export type Source =
  | { readonly queue: string; readonly topic?: undefined; readonly subscription?: undefined }
  | { readonly queue?: undefined; readonly topic: string; readonly subscription: string }

export interface ReceiverOptions {
  readonly client: ServiceBusClient
  readonly logger: Logger
  readonly source: Source
  readonly isForDeadLetters?: boolean
  readonly concurrency: number
  readonly handle: (held: HeldMessage) => Promise<void>
  /** Called when a message was dealt with. */
  readonly onFree?: () => void
  /** A receiver that had nothing to do for this long is looked at, and so is a message that waited for this long. */
  readonly patienceInMs: number
  /** True when a message waits for longer than that; left out, the broker is asked. */
  readonly isOverdue?: () => Promise<boolean>
}

/** At the start a broker that is away must not keep us from serving; what it would have said is found out later. */
const FIRST_LOOK_TIMEOUT_IN_MS = 3_000
const LAST_WORDS_IN_MS = 1_000
/**
 * Receives messages of one queue, subscription or dead-letter queue, at most so many at once, until it is closed. Receivers
 * have been seen to stay silent for ever after a network loss: one that is idle although messages wait is made anew.
 */
export class MessageReceiver {
  readonly #options: ReceiverOptions
  readonly #closing = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #settling = new Set<Promise<void>>()
  readonly #waitingForHands: (() => void)[] = []
  #receiver: ServiceBusReceiver | null = null
  #subscription: { readonly close: () => Promise<void> } | null = null
  #busyHands = 0
  #isStopped = false
  #isTroubled = false
  #lastMessageAt = Date.now()
  #watch: NodeJS.Timeout | undefined

  constructor(options: ReceiverOptions) {
    this.#options = options
  }

  get freeHands(): number {
    return this.#closing.signal.aborted ? 0 : Math.max(0, this.#options.concurrency - this.#running.size)
  }

  /** Begin to receive. Throws one sentence when the entity is missing or we may not read it. */
  async open(): Promise<void> {
    // The dead letters of what is there are there too.
    if (this.#options.isForDeadLetters !== true) await this.#look()
    this.#receive()
    this.#watch = setInterval(() => void this.#replaceIfSilent(), this.#options.patienceInMs / 2).unref()
  }

  /** Receive no more, wait so long for running handlers, then abort them. */
  async close(timeoutInMs: number): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#watch)
    await this.#subscription?.close().catch(() => undefined)
    await settledWithin([...this.#running], timeoutInMs)
    this.#closing.abort(new Error('The bus is closed.'))
    await settledWithin([...this.#running], LAST_WORDS_IN_MS)
    await settledWithin([...this.#settling], LAST_WORDS_IN_MS)
    await this.#receiver?.close().catch(() => undefined)
  }

  async #look(): Promise<void> {
    const receiver = this.#createReceiver()
    try {
      await receiver.peekMessages(1, { abortSignal: AbortSignal.timeout(FIRST_LOOK_TIMEOUT_IN_MS) })
    } catch (error) {
      const advice = explainRefusal(error, this.#name)
      if (advice !== null) throw new Error(advice, { cause: error })
      this.#options.logger.warn(
        { err: error },
        `Azure Service Bus is not to be reached; the ${this.#name} waits for it`,
      )
    } finally {
      await receiver.close().catch(() => undefined)
    }
  }

  #receive(): void {
    const receiver = this.#createReceiver()
    this.#receiver = receiver
    this.#subscription = receiver.subscribe(
      {
        processMessage: (message) => this.#take(receiver, message),
        processError: async (args) => this.#complain(args),
      },
      { autoCompleteMessages: false, maxConcurrentCalls: this.#options.concurrency },
    )
  }

  #take(receiver: ServiceBusReceiver, message: ServiceBusReceivedMessage): Promise<void> {
    this.#lastMessageAt = Date.now()
    this.#isTroubled = false
    const running = this.#run(receiver, message).finally(() => {
      this.#running.delete(running)
      this.#options.onFree?.()
    })
    this.#running.add(running)
    return running
  }

  async #run(receiver: ServiceBusReceiver, message: ServiceBusReceivedMessage): Promise<void> {
    const lock = keepLock(receiver, message)
    const held: HeldMessage = {
      message,
      signal: AbortSignal.any([lock.lost, this.#closing.signal]),
      complete: () => this.#settle(receiver.completeMessage(message)),
      abandon: () => this.#settle(receiver.abandonMessage(message)),
    }
    // After a reconnect the SDK may hand out more than was asked for.
    if (this.#busyHands >= this.#options.concurrency)
      await new Promise<void>((resolve) => this.#waitingForHands.push(resolve))
    else this.#busyHands++
    try {
      if (!held.signal.aborted) await this.#options.handle(held)
    } catch (error) {
      this.#options.logger.warn({ err: error }, `a message of the ${this.#name} stays with the broker and comes again`)
    } finally {
      lock.release()
      const next = this.#waitingForHands.shift()
      if (next === undefined) this.#busyHands--
      else next()
    }
  }

  async #replaceIfSilent(): Promise<void> {
    const isIdle = this.#running.size === 0 && Date.now() - this.#lastMessageAt > this.#options.patienceInMs
    if (!isIdle || this.#closing.signal.aborted) return
    const isSilent = await (this.#options.isOverdue?.() ?? this.#peekOverdue()).catch(() => false)
    if (!isSilent || this.#running.size > 0) return
    this.#options.logger.warn(`the receiver of the ${this.#name} was silent although messages wait; it is replaced`)
    this.#replace()
  }

  /** Receive over a new link. The old one stays until its messages are settled. */
  #replace(): void {
    if (this.#closing.signal.aborted || this.#isStopped) return
    const [receiver, subscription, running] = [this.#receiver, this.#subscription, [...this.#running]]
    this.#lastMessageAt = Date.now()
    this.#receive()
    void subscription?.close().catch(() => undefined)
    void Promise.allSettled(running).then(() => receiver?.close().catch(() => undefined))
  }

  async #peekOverdue(): Promise<boolean> {
    const receiver = this.#createReceiver()
    try {
      return await isMessageOverdue(receiver, this.#options.patienceInMs)
    } finally {
      await receiver.close()
    }
  }

  /** One line per trouble: the SDK connects again by itself, and reports every attempt. */
  #complain({ error, errorSource }: ProcessErrorArgs): void {
    if (this.#isTroubled || errorSource !== 'receive') return
    this.#isTroubled = true
    const advice = explainRefusal(error, this.#name)
    this.#options.logger.warn({ err: error }, advice ?? `the receiver of the ${this.#name} lost Azure Service Bus`)
  }

  /** Nobody waits for what the broker says to this: the next message may come meanwhile. */
  #settle(settlement: Promise<void>): void {
    const settling = settlement
      .catch((err: unknown) => this.#options.logger.debug({ err }, `a message of the ${this.#name} was not settled`))
      .finally(() => this.#settling.delete(settling))
    this.#settling.add(settling)
  }

  get #name(): string {
    const { source, isForDeadLetters } = this.#options
    const { queue, topic, subscription } = source
    const name = queue === undefined ? `subscription "${subscription}" of the topic "${topic}"` : `queue "${queue}"`
    return isForDeadLetters === true ? `dead-letter queue of the ${name}` : name
  }

  #createReceiver(): ServiceBusReceiver {
    const { client, source, isForDeadLetters } = this.#options
    const options = {
      // Locks are renewed here, where their loss is noticed.
      maxAutoLockRenewalDurationInMs: 0,
      ...(isForDeadLetters === true ? { subQueueType: 'deadLetter' as const } : {}),
    }
    return source.queue === undefined
      ? client.createReceiver(source.topic, source.subscription, options)
      : client.createReceiver(source.queue, options)
  }
}

async function settledWithin(work: readonly Promise<void>[], timeoutInMs: number): Promise<void> {
  const timeout = Promise.withResolvers<void>()
  const timer = setTimeout(timeout.resolve, timeoutInMs)
  await Promise.race([Promise.allSettled(work), timeout.promise])
  clearTimeout(timer)
}
