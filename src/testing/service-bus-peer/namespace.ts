import { randomUUID } from 'node:crypto'
import type { Message } from 'rhea'
import { MessageStore } from './message-store.ts'

export interface EntityOptions {
  readonly lockDurationInMs?: number
  readonly maximumDeliveries?: number
  /** How long a message id is remembered; 0 takes every message. */
  readonly duplicateWindowInMs?: number
}

export interface TopicOptions extends EntityOptions {
  readonly subscriptions: readonly string[]
}

export interface Topology {
  readonly queues?: Readonly<Record<string, EntityOptions>>
  readonly topics?: Readonly<Record<string, TopicOptions>>
  /** Make queues when somebody first sends or receives, and subscriptions of the topics above when somebody first receives. */
  readonly makesMissing?: EntityOptions
}

export interface Counts {
  readonly waiting: number
  readonly locked: number
  readonly deadLetters: number
}

/** A queue or topic: what is sent to it goes to all its stores. */
interface Entity {
  readonly name: string
  readonly options: Required<EntityOptions>
  readonly stores: MessageStore[]
  /** Message ids, and until when a second one is dropped. */
  readonly remembered: Map<string, number>
}

/** What Azure gives a new queue. */
const DEFAULTS: Required<EntityOptions> = {
  lockDurationInMs: 60_000,
  maximumDeliveries: 10,
  duplicateWindowInMs: 600_000,
}
const DEAD_LETTERS = '/$deadletterqueue'
const SUBSCRIPTIONS = '/subscriptions/'

/** The queues, topics and subscriptions of a Service Bus namespace with what is in them. It outlives connections and restarts. */
export class Namespace {
  readonly #entities = new Map<string, Entity>()
  readonly #stores = new Map<string, MessageStore>()
  readonly #scheduled = new Map<number, NodeJS.Timeout>()
  readonly #makesMissing: EntityOptions | undefined
  #sequenceNumber = 0
  /** Messages taken in, and messages dropped because their id was known. */
  accepted = 0
  duplicates = 0

  constructor({ queues = {}, topics = {}, makesMissing }: Topology) {
    this.#makesMissing = makesMissing
    for (const [name, options] of Object.entries(queues)) this.#addQueue(name, options)
    for (const [name, options] of Object.entries(topics)) {
      const entity = this.#addEntity(name, options)
      for (const subscription of options.subscriptions) this.#addStore(entity, `${name}/Subscriptions/${subscription}`)
    }
  }

  /** True when messages can be sent to this path. */
  takes(path: string): boolean {
    return this.#entity(path) !== undefined
  }

  /** What messages are received from: a queue, a subscription, or the dead letters of one; undefined when there is none. */
  store(path: string): MessageStore | undefined {
    const key = path.toLowerCase()
    if (!this.#stores.has(key) && this.#makesMissing !== undefined) this.#makeStore(path)
    return this.#stores.get(key)
  }

  /** Take a message in; its number, or undefined when its id is known. Scheduled ones wait until they are due. */
  send(path: string, message: Message): number | undefined {
    const entity = this.#entity(path)
    if (entity === undefined) throw new Error(`nothing called ${path}`)
    if (this.#isDuplicate(entity, message)) {
      this.duplicates++
      return undefined
    }
    // The real one gives a message without id one, and the SDK needs it.
    message.message_id ??= randomUUID().replaceAll('-', '')
    this.accepted++
    const sequenceNumber = ++this.#sequenceNumber
    const due = Number(message.message_annotations?.['x-opt-scheduled-enqueue-time'] ?? 0)
    const arrive = () => {
      this.#scheduled.delete(sequenceNumber)
      for (const store of entity.stores) store.put(message, sequenceNumber)
    }
    if (due <= Date.now()) arrive()
    else this.#scheduled.set(sequenceNumber, setTimeout(arrive, due - Date.now()).unref())
    return sequenceNumber
  }

  cancel(sequenceNumber: number): void {
    clearTimeout(this.#scheduled.get(sequenceNumber))
    this.#scheduled.delete(sequenceNumber)
  }

  /** How many messages are where, by the path they are received from. */
  counts(path: string): Counts {
    const store = this.store(path)
    if (store === undefined) throw new Error(`nothing called ${path}`)
    const { waiting, locked, deadLetters } = store
    return { waiting, locked, deadLetters: (deadLetters?.waiting ?? 0) + (deadLetters?.locked ?? 0) }
  }

  expireLocks(): void {
    for (const store of this.#stores.values()) store.expireLocks()
  }

  close(): void {
    for (const timer of this.#scheduled.values()) clearTimeout(timer)
    for (const store of this.#stores.values()) store.close()
  }

  #entity(path: string): Entity | undefined {
    const known = this.#entities.get(path.toLowerCase())
    if (known !== undefined || this.#makesMissing === undefined || path.includes('/')) return known
    return this.#addQueue(path, this.#makesMissing)
  }

  #makeStore(path: string): void {
    const plain = path.toLowerCase().endsWith(DEAD_LETTERS) ? path.slice(0, -DEAD_LETTERS.length) : path
    const at = plain.toLowerCase().indexOf(SUBSCRIPTIONS)
    if (at === -1) {
      this.#entity(plain)
      return
    }
    const topic = this.#entities.get(plain.slice(0, at).toLowerCase())
    if (topic !== undefined && !this.#stores.has(plain.toLowerCase())) this.#addStore(topic, plain)
  }

  #addQueue(name: string, options: EntityOptions): Entity {
    const entity = this.#addEntity(name, options)
    this.#addStore(entity, name)
    return entity
  }

  #addEntity(name: string, options: EntityOptions): Entity {
    const entity: Entity = { name, options: { ...DEFAULTS, ...options }, stores: [], remembered: new Map() }
    this.#entities.set(name.toLowerCase(), entity)
    return entity
  }

  #addStore({ options, stores }: Entity, path: string): void {
    const deadLetters = new MessageStore({
      ...options,
      path: `${path}/$DeadLetterQueue`,
      maximumDeliveries: Number.POSITIVE_INFINITY,
      deadLetters: null,
    })
    const store = new MessageStore({ ...options, path, deadLetters })
    stores.push(store)
    for (const part of [store, deadLetters]) this.#stores.set(part.path.toLowerCase(), part)
  }

  #isDuplicate({ options, remembered }: Entity, { message_id: id }: Message): boolean {
    if (options.duplicateWindowInMs === 0 || id === undefined) return false
    const now = Date.now()
    const known = (remembered.get(String(id)) ?? 0) > now
    if (!known) remembered.set(String(id), now + options.duplicateWindowInMs)
    return known
  }
}
