import type { Wiring } from './wiring.ts'

/** What becomes of work that was given up: the routes of administrators, and the alert when there is too much of it. */
export async function hostDeadLetters({ app, config, clock, platform, closing }: Wiring): Promise<void> {
  const [{ deadLetterRoutes }, { watchDeadLetters }, database, bus] = await Promise.all([
    import('../ingestion/dead-letters/routes.ts'),
    import('../ingestion/dead-letters/watch-dead-letters.ts'),
    platform.database(),
    platform.bus(),
  ])
  await app.register(deadLetterRoutes({ database, bus }))
  const { logger, meter } = platform.telemetry
  const watch = watchDeadLetters({ database, bus, clock, logger, meter, alert: config.deadLetterAlert })
  closing.push(watch)
  void watch.look()
}
