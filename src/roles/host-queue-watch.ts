import type { Wiring } from './wiring.ts'

/** What waits, shown in the metrics. */
export async function hostQueueWatch({ platform, closing }: Wiring): Promise<void> {
  const [{ watchQueues }, database, bus] = await Promise.all([
    import('../ingestion/watch-queues.ts'),
    platform.database(),
    platform.bus(),
  ])
  const { logger, meter } = platform.telemetry
  const watch = watchQueues({ bus, database, logger, meter })
  closing.push(watch)
  void watch.look()
}
