import { type Attributes, SpanKind } from '@opentelemetry/api'
import { z } from 'zod'
import type { Step, TraceHeaders, Tracing } from '../telemetry/telemetry.ts'
import type { Bus, DeadLetter, Delivery, JobPayload } from './bus.ts'

/** Under this name a message says which step sent it. It is nobody else's: handlers and dead letters do not show it. */
const FIELD = 'traceparent'
const Carrier = z.object({ [FIELD]: z.string() })

/**
 * A bus whose messages go on in the trace of whoever sent them, hours later and in another process. The place is in the
 * message itself, so that every adapter carries it, in the transaction of the sender and through retries and replays.
 */
export function traceBus(bus: Bus, system: string, tracing: Tracing): Bus {
  const attributesOf = (operation: string, destination: string): Attributes => ({
    'messaging.system': system,
    'messaging.operation.type': operation,
    'messaging.destination.name': destination,
  })
  const sending = (destination: string): Step => ({
    name: `send ${destination}`,
    kind: SpanKind.PRODUCER,
    attributes: attributesOf('send', destination),
  })
  const handling = (destination: string, { id, attempt, payload }: Delivery): Step => ({
    name: `process ${destination}`,
    kind: SpanKind.CONSUMER,
    attributes: {
      ...attributesOf('process', destination),
      'messaging.message.id': id,
      'footnote.attempt': attempt,
    },
    parent: parentOf(payload),
  })
  const traced: Pick<Bus, 'send' | 'publish' | 'work' | 'subscribe' | 'deadLetters'> = {
    send: (queue, payload, options) =>
      tracing.run(sending(queue), () => bus.send(queue, withParent(payload, tracing), options)),
    publish: (topic, event, options) =>
      tracing.run(sending(topic), () => bus.publish(topic, withParent(event, tracing), options)),
    work: (queue, options, handler) =>
      bus.work(queue, options, (delivery) =>
        tracing.run(handling(queue, delivery), () =>
          handler({ ...delivery, payload: withoutParent(delivery.payload) }),
        ),
      ),
    subscribe: (topic, subscription, handler) =>
      bus.subscribe(topic, subscription, (event, delivery) =>
        tracing.run(handling(`${topic}.${subscription}`, delivery), () =>
          handler(event, { ...delivery, payload: withoutParent(delivery.payload) }),
        ),
      ),
    deadLetters: async (query) => {
      const { letters, next } = await bus.deadLetters(query)
      return { letters: letters.map(bare), next }
    },
  }
  return {
    wake: (queue) => bus.wake(queue),
    isPending: (queue, fields) => bus.isPending(queue, fields),
    depth: (queue, tenantId) => bus.depth(queue, tenantId),
    oldestAgeInMs: (queue) => bus.oldestAgeInMs(queue),
    deadLetterDepth: () => bus.deadLetterDepth(),
    replayDeadLetters: (choice) => bus.replayDeadLetters(choice),
    discardDeadLetters: (choice) => bus.discardDeadLetters(choice),
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
    ...traced,
  }
}

function withParent<P extends JobPayload>(payload: P, tracing: Tracing): P {
  const current = tracing.current()
  return current === undefined ? payload : { ...payload, [FIELD]: current.traceparent }
}

function parentOf(payload: unknown): TraceHeaders | undefined {
  return Carrier.safeParse(payload).data
}

function withoutParent(payload: unknown): unknown {
  if (!Carrier.safeParse(payload).success) return payload
  const { [FIELD]: _, ...rest } = payload as Record<string, unknown>
  return rest
}

function bare(letter: DeadLetter): DeadLetter {
  return { ...letter, payload: withoutParent(letter.payload) }
}
