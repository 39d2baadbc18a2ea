import type { Meter } from '@opentelemetry/api'
import type { Bus } from './bus.ts'

/** A bus that counts how deliveries end, by queue (`topic.subscription` for events), and how long they take. */
export function measureBus(bus: Bus, meter: Meter): Bus {
  const deliveries = meter.createCounter('footnote_deliveries', {
    description: 'Deliveries of jobs and events that ended, done or failed.',
  })
  const duration = meter.createHistogram('footnote_delivery_duration_seconds', {
    description: 'Time that a delivery took, done or failed.',
    unit: 's',
    advice: { explicitBucketBoundaries: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300] },
  })
  async function measured(queue: string, work: () => Promise<void>): Promise<void> {
    const startedAt = performance.now()
    let outcome = 'failed'
    try {
      await work()
      outcome = 'done'
    } finally {
      deliveries.add(1, { queue, outcome })
      duration.record((performance.now() - startedAt) / 1_000, { queue })
    }
  }
  return {
    send: (queue, payload, options) => bus.send(queue, payload, options),
    wake: (queue) => bus.wake(queue),
    publish: (topic, event, options) => bus.publish(topic, event, options),
    isPending: (queue, fields) => bus.isPending(queue, fields),
    depth: (queue, tenantId) => bus.depth(queue, tenantId),
    oldestAgeInMs: (queue) => bus.oldestAgeInMs(queue),
    deadLetters: (query) => bus.deadLetters(query),
    deadLetterDepth: () => bus.deadLetterDepth(),
    replayDeadLetters: (choice) => bus.replayDeadLetters(choice),
    discardDeadLetters: (choice) => bus.discardDeadLetters(choice),
    [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose](),
    work: (queue, options, handler) => bus.work(queue, options, (delivery) => measured(queue, () => handler(delivery))),
    subscribe: (topic, subscription, handler) =>
      bus.subscribe(topic, subscription, (event, delivery) =>
        measured(`${topic}.${subscription}`, () => handler(event, delivery)),
      ),
  }
}
