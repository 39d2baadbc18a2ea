import { hosts, type Wiring } from './wiring.ts'

/** The reporting role: what was asked, how it was answered, how long it took; as numbers and as files. */
export async function hostReporting(wiring: Wiring): Promise<void> {
  if (!hosts(wiring, 'reporting')) return
  const { app, analysers, clock, config, platform, closing } = wiring
  const [routes, unanswered, exports, worker, renewing, expiring, schedules, refusals] = await Promise.all([
    import('../reporting/routes.ts'),
    import('../reporting/unanswered/unanswered-routes.ts'),
    import('../reporting/exports/export-routes.ts'),
    import('../reporting/exports/run-export.ts'),
    import('../reporting/roll-ups/keep-renewing.ts'),
    import('../reporting/exports/keep-expiring.ts'),
    import('./host-report-schedules.ts'),
    import('../reporting/note-refusals.ts'),
  ])
  const [database, bus, blobs] = await Promise.all([platform.database(), platform.bus(), platform.blobs()])
  const { logger } = platform.telemetry
  const dependencies = { database, bus, blobs, clock, logger, limits: config.limits }
  await app.register(routes.reportingRoutes(dependencies))
  await app.register(unanswered.unansweredRoutes({ database, analysers }))
  await app.register(exports.exportRoutes(dependencies))
  await worker.subscribeExports(dependencies)
  await refusals.subscribeRefusals(dependencies)
  await schedules.hostReportSchedules(wiring, dependencies)
  closing.push(renewing.keepRenewing(dependencies), expiring.keepExpiring(dependencies))
}
