import { randomBytes } from 'node:crypto'
import type { Delivery, Sender } from 'rhea'
import { ACCEPTED, rejectedFor } from './amqp.ts'
import { deadLetter, type MessageStore, type Settlement, type StoreReceiver } from './message-store.ts'
import { wireMessage } from './wire-message.ts'

/** What rhea keeps about a link and a delivery without saying so in its typings. */
interface SenderInside {
  readonly credit: number
  readonly session: { readonly outgoing: { next_delivery_id: number; next_pending_delivery: number } }
  readonly local: { readonly attach: { snd_settle_mode: number; rcv_settle_mode: number } }
  readonly connection: { readonly _register: () => void }
}
interface DeliveryInside {
  remote_settled: boolean
}
interface Outcome {
  readonly undeliverable_here?: boolean
  readonly message_annotations?: object
  readonly error?: { readonly info?: Readonly<Record<string, unknown>> }
}

export type OutcomeName = 'accepted' | 'rejected' | 'released' | 'modified'

/** Senders settle what they send when they send it. */
const SETTLED = 1

/** A link over which a client receives; in AMQP's words the peer is its sender. */
export class ReceivingLink implements StoreReceiver {
  readonly receivesAndDeletes: boolean
  readonly store: MessageStore
  /** Set when the link shall look open and never deliver again, as links do after some network losses. */
  isSilent = false
  readonly #sender: Sender
  readonly #inside: SenderInside
  readonly #tokens = new WeakMap<Delivery, string>()

  constructor(sender: Sender, store: MessageStore) {
    this.#sender = sender
    this.#inside = sender as unknown as SenderInside
    this.store = store
    this.receivesAndDeletes = sender.snd_settle_mode === SETTLED
    // The client looks whether its settle modes were understood.
    this.#inside.local.attach.snd_settle_mode = sender.snd_settle_mode
    this.#inside.local.attach.rcv_settle_mode = sender.rcv_settle_mode
    store.attach(this)
  }

  /** rhea lowers the credit only when a frame is written: what is queued counts as well. */
  freeCredit(): number {
    if (this.isSilent || !this.#sender.sendable()) return 0
    const { next_delivery_id: next, next_pending_delivery: pending } = this.#inside.session.outgoing
    return this.#inside.credit - (next - pending)
  }

  deliver(...[stored, lock]: Parameters<StoreReceiver['deliver']>): void {
    const delivery = this.#sender.send(wireMessage(stored, lock), lock?.tag ?? randomBytes(16))
    if (lock !== null) this.#tokens.set(delivery, lock.token)
  }

  /** The client says what became of a message; it is told whether it still held the lock. */
  settle(delivery: Delivery, name: OutcomeName): void {
    const token = this.#tokens.get(delivery)
    if (token === undefined) return
    const settled = this.store.settle(token, settlementOf(name, delivery.remote_state ?? {}))
    delivery.update(true, settled ? ACCEPTED : LOCK_LOST)
    // The client never says "settled" itself, and rhea would keep the delivery for ever.
    ;(delivery as unknown as DeliveryInside).remote_settled = true
  }

  /** The client asks that its credit be used up or taken back. */
  drain(): void {
    if (this.isSilent) return
    this.store.deliver()
    setImmediate(() => {
      this.#sender.set_drained(true)
      this.#inside.connection._register()
    })
  }
}

const LOCK_LOST = rejectedFor(
  'com.microsoft:message-lock-lost',
  'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
)

function settlementOf(name: OutcomeName, { error, message_annotations: properties }: Outcome): Settlement {
  if (name === 'accepted') return { type: 'complete' }
  if (name !== 'rejected') return { type: 'abandon', properties }
  const { DeadLetterReason: reason, DeadLetterErrorDescription: description, ...rest } = error?.info ?? {}
  return deadLetter(reason, description, rest)
}
