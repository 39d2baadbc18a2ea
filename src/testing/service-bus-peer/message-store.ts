import { randomBytes } from 'node:crypto'
import type { Message } from 'rhea'
import { lockTokenOf } from './amqp.ts'

export interface StoreOptions {
  readonly path: string
  readonly lockDurationInMs: number
  readonly maximumDeliveries: number
  /** Where messages go that were given up; a dead-letter queue itself has none. */
  readonly deadLetters: MessageStore | null
}

/** A message of one queue, subscription or dead-letter queue. */
export interface StoredMessage {
  readonly message: Message
  readonly sequenceNumber: number
  readonly enqueuedAt: number
  /** How often it was delivered before and came back. */
  deliveries: number
}

export interface Lock {
  readonly token: string
  readonly tag: Buffer
  readonly stored: StoredMessage
  readonly receiver: StoreReceiver
  until: number
  timer: NodeJS.Timeout
}

/** A link of a client that takes messages from a store. */
export interface StoreReceiver {
  /** Messages that are gone when they are sent need no settlement. */
  readonly receivesAndDeletes: boolean
  /** How many messages it takes at this moment. */
  readonly freeCredit: () => number
  readonly deliver: (stored: StoredMessage, lock: Lock | null) => void
}

export type Settlement =
  | { readonly type: 'complete' }
  | { readonly type: 'abandon'; readonly properties?: object | undefined }
  | {
      readonly type: 'dead-letter'
      readonly reason?: string | undefined
      readonly description?: string | undefined
      readonly properties?: object | undefined
    }

/** Give a message up, for the reason and description that a client said, if it did. */
export function deadLetter(reason: unknown, description: unknown, properties: object | undefined): Settlement {
  const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)
  return { type: 'dead-letter', reason: textOf(reason), description: textOf(description), properties }
}

/** One queue, subscription or dead-letter queue: messages in the order of their numbers, given out under locks. */
export class MessageStore {
  readonly path: string
  readonly deadLetters: MessageStore | null
  readonly #options: StoreOptions
  readonly #waiting: StoredMessage[] = []
  readonly #locks = new Map<string, Lock>()
  readonly #receivers = new Set<StoreReceiver>()

  constructor(options: StoreOptions) {
    this.#options = options
    this.path = options.path
    this.deadLetters = options.deadLetters
  }

  get waiting(): number {
    return this.#waiting.length
  }

  get locked(): number {
    return this.#locks.size
  }

  put(message: Message, sequenceNumber: number): void {
    this.#return({ message: { ...message }, sequenceNumber, enqueuedAt: Date.now(), deliveries: 0 })
    this.deliver()
  }

  attach(receiver: StoreReceiver): void {
    this.#receivers.add(receiver)
  }

  /** The link is gone; what it had locked comes back at once, or when the locks expire. */
  detach(receiver: StoreReceiver, { releasesLocks }: { readonly releasesLocks: boolean }): void {
    this.#receivers.delete(receiver)
    if (!releasesLocks) return
    for (const lock of [...this.#locks.values()].filter((held) => held.receiver === receiver)) this.#expire(lock)
  }

  /** Give waiting messages to receivers that have credit, one each in turn. */
  deliver(): void {
    let delivered = true
    while (delivered && this.#waiting.length > 0) {
      delivered = false
      for (const receiver of this.#receivers) {
        const stored = receiver.freeCredit() > 0 ? this.#waiting.shift() : undefined
        if (stored === undefined) continue
        receiver.deliver(stored, receiver.receivesAndDeletes ? null : this.#lock(stored, receiver))
        delivered = true
      }
    }
  }

  /** False when the lock is no longer held. */
  settle(token: string, settlement: Settlement): boolean {
    const lock = this.#locks.get(token)
    if (lock === undefined) return false
    this.#forget(lock)
    if (settlement.type === 'abandon') this.#takeBack(lock.stored, settlement.properties)
    if (settlement.type === 'dead-letter') {
      const { reason, description, properties } = settlement
      this.#giveUp(lock.stored, { ...properties, ...deadLetterProperties(reason, description) })
    }
    return true
  }

  /** Until when the lock holds now; null when it is no longer held. */
  renew(token: string): number | null {
    const lock = this.#locks.get(token)
    if (lock === undefined) return null
    clearTimeout(lock.timer)
    lock.until = Date.now() + this.#options.lockDurationInMs
    lock.timer = this.#expireLater(token)
    return lock.until
  }

  /** Messages from a number on, locked ones too, without taking them. */
  peek(fromSequenceNumber: number, count: number): readonly StoredMessage[] {
    return [...this.#waiting, ...[...this.#locks.values()].map(({ stored }) => stored)]
      .filter(({ sequenceNumber }) => sequenceNumber >= fromSequenceNumber)
      .toSorted((a, b) => a.sequenceNumber - b.sequenceNumber)
      .slice(0, count)
  }

  /** Take all locks away, as if their time were over. */
  expireLocks(): void {
    const held = [...this.#locks.values()]
    for (const lock of held) this.#expire(lock)
  }

  /** Forget all locks' timers, so that nothing is left when the peer ends. */
  close(): void {
    for (const { timer } of this.#locks.values()) clearTimeout(timer)
  }

  #lock(stored: StoredMessage, receiver: StoreReceiver): Lock {
    const tag = randomBytes(16)
    const token = lockTokenOf(tag)
    const until = Date.now() + this.#options.lockDurationInMs
    const lock: Lock = { token, tag, stored, receiver, until, timer: this.#expireLater(token) }
    this.#locks.set(token, lock)
    return lock
  }

  #expireLater(token: string): NodeJS.Timeout {
    const expire = () => {
      const lock = this.#locks.get(token)
      if (lock !== undefined) this.#expire(lock)
    }
    return setTimeout(expire, this.#options.lockDurationInMs).unref()
  }

  #expire(lock: Lock): void {
    this.#forget(lock)
    this.#takeBack(lock.stored)
  }

  #forget(lock: Lock): void {
    clearTimeout(lock.timer)
    this.#locks.delete(lock.token)
  }

  /** A delivery came to nothing. */
  #takeBack(stored: StoredMessage, properties?: object): void {
    stored.deliveries++
    addProperties(stored.message, properties)
    if (this.deadLetters !== null && stored.deliveries >= this.#options.maximumDeliveries) {
      const description = `Message could not be consumed after ${stored.deliveries} delivery attempts.`
      this.#giveUp(stored, deadLetterProperties('MaxDeliveryCountExceeded', description))
      return
    }
    this.#return(stored)
    this.deliver()
  }

  #giveUp({ message, sequenceNumber }: StoredMessage, properties: object): void {
    addProperties(message, properties)
    message.message_annotations = { ...message.message_annotations, 'x-opt-deadletter-source': this.path }
    this.deadLetters?.put(message, sequenceNumber)
  }

  #return(stored: StoredMessage): void {
    const after = this.#waiting.findIndex(({ sequenceNumber }) => sequenceNumber > stored.sequenceNumber)
    this.#waiting.splice(after === -1 ? this.#waiting.length : after, 0, stored)
  }
}

function deadLetterProperties(reason: string | undefined, description: string | undefined): object {
  return {
    ...(reason === undefined ? {} : { DeadLetterReason: reason }),
    ...(description === undefined ? {} : { DeadLetterErrorDescription: description }),
  }
}

function addProperties(message: Message, properties: object | undefined): void {
  if (properties === undefined) return
  message.application_properties = { ...message.application_properties, ...properties }
}
