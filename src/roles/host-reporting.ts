import { hosts, type Wiring } from './wiring.ts'

/** The reporting role: what was asked, how it was answered, how long it took. */
export async function hostReporting(wiring: Wiring): Promise<void> {
  if (!hosts(wiring, 'reporting')) return
  const [{ reportingRoutes }, { unansweredRoutes }, { keepRenewing }] = await Promise.all([
    import('../reporting/routes.ts'),
    import('../reporting/unanswered/unanswered-routes.ts'),
    import('../reporting/roll-ups/keep-renewing.ts'),
  ])
  const { app, analysers, clock, config, platform, closing } = wiring
  const [database, bus] = await Promise.all([platform.database(), platform.bus()])
  await app.register(reportingRoutes({ database, bus, limits: config.limits }))
  await app.register(unansweredRoutes({ database, analysers }))
  closing.push(keepRenewing({ database, clock, logger: platform.telemetry.logger }))
}
