import type { Message } from 'rhea'
import { wrap } from './amqp.ts'
import type { Lock, StoredMessage } from './message-store.ts'

/** A message as a client receives or peeks it: with its number, its times, and its lock if it has one. */
export function wireMessage(
  { message, sequenceNumber, enqueuedAt, deliveries }: StoredMessage,
  lock: Lock | null,
): Message {
  return {
    ...message,
    delivery_count: deliveries,
    message_annotations: {
      ...message.message_annotations,
      'x-opt-sequence-number': wrap.wrap_long(sequenceNumber),
      'x-opt-enqueue-sequence-number': wrap.wrap_long(sequenceNumber),
      'x-opt-enqueued-time': wrap.wrap_timestamp(enqueuedAt),
      'x-opt-message-state': wrap.wrap_int(0),
      ...(lock === null ? {} : { 'x-opt-locked-until': wrap.wrap_timestamp(lock.until) }),
    },
  }
}
