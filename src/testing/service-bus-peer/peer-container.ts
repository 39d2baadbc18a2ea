import rhea, {
  type Connection,
  type Container,
  type EventContext,
  type Message,
  type Receiver,
  type Sender,
} from 'rhea'
import { ACCEPTED, codec, messagesOf, rejectedFor, wrap } from './amqp.ts'
import { type Credentials, checkClaim } from './claims.ts'
import { type ManagementReply, manage } from './management.ts'
import type { Namespace } from './namespace.ts'
import { type OutcomeName, ReceivingLink } from './receiving-link.ts'

/** The largest message of the Standard tier, properties included. */
const LARGEST_MESSAGE_IN_BYTES = 262_144

export interface PeerContainerDependencies {
  readonly namespace: Namespace
  readonly credentials: Credentials
  /** Whether locks end with the connection they were taken over, or at their time. */
  readonly locksEndWithConnection: boolean
}

/** What the peer knows of one connection. */
interface Client {
  isAuthorized: boolean
  /** Links that replies to requests go over, by the addresses that requests name. */
  readonly replyLinks: Map<string, Sender>
}

const TOKEN_ACCEPTED = 202
const CLAIMS = /\$cbs$/i
const REQUESTS = /\$(?:cbs|management)$/i
const TOO_LARGE = rejectedFor('amqp:link:message-size-exceeded', 'The message is larger than 256 KB.')
const UNAUTHORIZED = { condition: 'amqp:unauthorized-access', description: 'Unauthorized access. A token is needed.' }

/** The AMQP side of the peer: what clients open, send, settle and ask, turned into calls of the namespace. */
export class PeerContainer {
  readonly container: Container = rhea.create_container({ id: 'service-bus-peer' })
  readonly #dependencies: PeerContainerDependencies
  readonly #clients = new Map<Connection, Client>()
  readonly #links = new Map<Sender, ReceivingLink>()
  /** How many tokens were refused. */
  refusals = 0

  constructor(dependencies: PeerContainerDependencies) {
    this.#dependencies = dependencies
    this.container.sasl_server_mechanisms.enable_anonymous()
    // Who one is, is said on `$cbs`.
    this.container.sasl_server_mechanisms.enable_plain(() => true)
    this.#listenToConnections()
    this.#listenToLinks()
  }

  /** Let every receiving link of this moment look open and deliver nothing any more. */
  silence(): void {
    for (const link of this.#links.values()) link.isSilent = true
  }

  #listenToConnections(): void {
    const { container } = this
    container.on('connection_open', ({ connection }: EventContext) => {
      this.#clients.set(connection, { isAuthorized: false, replyLinks: new Map() })
    })
    container.on('disconnected', ({ connection }: EventContext) => this.#forgetConnection(connection))
    container.on('connection_close', ({ connection }: EventContext) => this.#forgetConnection(connection))
    // A client that goes away in the middle of a frame is no reason to end.
    for (const name of ['connection_error', 'session_error', 'protocol_error', 'error'])
      container.on(name, () => undefined)
  }

  #listenToLinks(): void {
    const { container } = this
    container.on('sender_open', ({ sender, connection }: EventContext) => this.#openReceiving(sender!, connection))
    container.on('receiver_open', ({ receiver, connection }: EventContext) => this.#openSending(receiver!, connection))
    container.on('sender_close', ({ sender }: EventContext) => this.#forget(sender!))
    container.on('sendable', ({ sender }: EventContext) => this.#links.get(sender!)?.store.deliver())
    container.on('sender_draining', ({ sender }: EventContext) => this.#links.get(sender!)?.drain())
    for (const name of ['accepted', 'rejected', 'released', 'modified'] satisfies OutcomeName[]) {
      container.on(name, ({ sender, delivery }: EventContext) => this.#links.get(sender!)?.settle(delivery!, name))
    }
    container.on('message', (context: EventContext) => {
      const address = pathOf(context.receiver!.target.address)
      context.delivery!.update(
        true,
        REQUESTS.test(address) ? this.#answer(address, context) : this.#take(address, context),
      )
    })
  }

  /** The client wants to receive: messages of a store, or the replies to its requests. */
  #openReceiving(sender: Sender, connection: Connection): void {
    const address = pathOf(sender.source.address)
    const client = this.#clients.get(connection)
    sender.set_source({ address: sender.source.address })
    sender.set_target(sender.target ?? {})
    if (this.#refuse(sender, address, client)) return
    if (REQUESTS.test(address)) {
      for (const name of [sender.target?.address, sender.name]) if (name) client?.replyLinks.set(name, sender)
      return
    }
    const store = this.#dependencies.namespace.store(address)
    if (store === undefined) sender.close(missing(address))
    else this.#links.set(sender, new ReceivingLink(sender, store))
  }

  /** True when the link is closed again: only `$cbs` is open to strangers, and `$management` belongs to something. */
  #refuse(link: Sender | Receiver, address: string, client: Client | undefined): boolean {
    if (CLAIMS.test(address)) return false
    const { namespace } = this.#dependencies
    const path = entityOf(address)
    if (!client?.isAuthorized) link.close(UNAUTHORIZED)
    else if (namespace.store(path) === undefined && !namespace.takes(path)) link.close(missing(path))
    else return false
    return true
  }

  /** The client wants to send: messages, or requests. */
  #openSending(receiver: Receiver, connection: Connection): void {
    const address = pathOf(receiver.target.address)
    receiver.set_target({ address: receiver.target.address })
    receiver.set_source(receiver.source ?? {})
    // Without it the SDK does not know how much fits into a batch.
    const { attach } = (receiver as unknown as { local: { attach: { max_message_size: number } } }).local
    attach.max_message_size = LARGEST_MESSAGE_IN_BYTES
    if (this.#refuse(receiver, address, this.#clients.get(connection)) || REQUESTS.test(address)) return
    if (!this.#dependencies.namespace.takes(address)) receiver.close(missing(address))
  }

  #answer(address: string, { message: request, connection }: EventContext): unknown {
    const client = this.#clients.get(connection)
    const reply = CLAIMS.test(address)
      ? this.#checkClaim(request!, client)
      : manage(this.#dependencies.namespace, entityOf(address), request!)
    client?.replyLinks.get(String(request!.reply_to))?.send(replyMessage(request!, reply))
    return ACCEPTED
  }

  #checkClaim(request: Message, client: Client | undefined): ManagementReply {
    const status = checkClaim(request, this.#dependencies.credentials)
    if (status !== TOKEN_ACCEPTED) this.refusals++
    else if (client !== undefined) client.isAuthorized = true
    return { status, body: {} }
  }

  #take(address: string, { message, delivery }: EventContext): unknown {
    const messages = messagesOf(message as Message | Buffer, delivery!.format)
    const size = messages.reduce((sum, each) => sum + codec.encode(each).length, 0)
    if (size > LARGEST_MESSAGE_IN_BYTES) return TOO_LARGE
    for (const each of messages) this.#dependencies.namespace.send(address, each)
    return ACCEPTED
  }

  #forgetConnection(connection: Connection): void {
    this.#clients.delete(connection)
    for (const sender of this.#links.keys()) if (sender.connection === connection) this.#forget(sender)
  }

  #forget(sender: Sender): void {
    const link = this.#links.get(sender)
    if (link === undefined) return
    this.#links.delete(sender)
    link.store.detach(link, { releasesLocks: this.#dependencies.locksEndWithConnection })
  }
}

function missing(address: string) {
  return { condition: 'amqp:not-found', description: `The messaging entity '${address}' could not be found.` }
}

/** `amqps://host/queue` and `queue` are the same address. */
function pathOf(address: string | undefined): string {
  return (address ?? '').replace(/^amqps?:\/\/[^/]+\//, '')
}

/** What the node `$management` of something manages. */
function entityOf(address: string): string {
  return address.replace(/\/\$management$/i, '')
}

function replyMessage(request: Message, { status, body, condition }: ManagementReply): Message {
  return {
    ...(request.message_id === undefined ? {} : { correlation_id: request.message_id }),
    body: wrap.wrap_map(body),
    // `$cbs` and `$management` spell the status in different ways.
    application_properties: {
      statusCode: wrap.wrap_int(status),
      'status-code': wrap.wrap_int(status),
      statusDescription: condition ?? String(status),
      'status-description': condition ?? String(status),
      ...(condition === undefined ? {} : { errorCondition: wrap.wrap_symbol(condition) }),
    },
  }
}
