import type { Message } from 'rhea'
import { codec, LONG_CODE, TIMESTAMP_CODE, toNumber, wrap } from './amqp.ts'
import { deadLetter, type MessageStore, type Settlement } from './message-store.ts'
import type { Namespace } from './namespace.ts'
import { wireMessage } from './wire-message.ts'

/** The reply to a request on a node `$management`. */
export interface ManagementReply {
  readonly status: number
  readonly body: object
  readonly condition?: string
}

const OK = 200
const NO_CONTENT = 204
const NOT_FOUND: ManagementReply = { status: 404, body: {}, condition: 'amqp:not-found' }
const LOCK_LOST: ManagementReply = { status: 410, body: {}, condition: 'com.microsoft:message-lock-lost' }
const UNKNOWN: ManagementReply = { status: 501, body: {}, condition: 'amqp:not-implemented' }

/** Answer what the SDK asks outside of links: renewing locks, peeking, scheduling, settling after a link was lost. */
export function manage(namespace: Namespace, path: string, request: Message): ManagementReply {
  const operation = String(request.application_properties?.['operation']).replace('com.microsoft:', '')
  const fields = (request.body ?? {}) as Readonly<Record<string, unknown>>
  switch (operation) {
    case 'schedule-message':
      return namespace.takes(path) ? schedule(namespace, path, fields) : NOT_FOUND
    case 'cancel-scheduled-message':
      for (const number of fields['sequence-numbers'] as readonly unknown[]) namespace.cancel(toNumber(number))
      return { status: OK, body: {} }
    default: {
      const store = namespace.store(path)
      return store === undefined ? NOT_FOUND : manageStore(store, operation, fields)
    }
  }
}

function manageStore(
  store: MessageStore,
  operation: string,
  fields: Readonly<Record<string, unknown>>,
): ManagementReply {
  switch (operation) {
    case 'renew-lock': {
      const expirations = tokensOf(fields).map((token) => store.renew(token))
      if (expirations.includes(null)) return LOCK_LOST
      return { status: OK, body: { expirations: wrap.wrap_array(expirations, TIMESTAMP_CODE) } }
    }
    case 'peek-message': {
      const found = store.peek(toNumber(fields['from-sequence-number']), toNumber(fields['message-count']))
      if (found.length === 0) return { status: NO_CONTENT, body: {} }
      const messages = found.map((stored) => wrap.wrap_map({ message: codec.encode(wireMessage(stored, null)) }))
      return { status: OK, body: { messages } }
    }
    case 'update-disposition': {
      const settlement = settlementOf(fields)
      if (settlement === null) return UNKNOWN
      const settled = tokensOf(fields).map((token) => store.settle(token, settlement))
      return settled.includes(false) ? LOCK_LOST : { status: OK, body: {} }
    }
    default:
      return UNKNOWN
  }
}

function schedule(namespace: Namespace, path: string, fields: Readonly<Record<string, unknown>>): ManagementReply {
  const entries = fields['messages'] as readonly { readonly message: Buffer }[]
  const numbers = entries.map(({ message }) => namespace.send(path, codec.decode(message)) ?? 0)
  return { status: OK, body: { 'sequence-numbers': wrap.wrap_array(numbers, LONG_CODE) } }
}

function tokensOf(fields: Readonly<Record<string, unknown>>): readonly string[] {
  return (fields['lock-tokens'] as readonly Buffer[]).map((token) => token.toString('hex'))
}

function settlementOf(fields: Readonly<Record<string, unknown>>): Settlement | null {
  const properties = fields['properties-to-modify'] as object | undefined
  switch (fields['disposition-status']) {
    case 'completed':
      return { type: 'complete' }
    case 'abandoned':
      return { type: 'abandon', properties }
    case 'suspended':
      return deadLetter(fields['deadletter-reason'], fields['deadletter-description'], properties)
    default:
      return null
  }
}
