import { hosts, type Wiring } from './wiring.ts'

/** The reporting role: what was asked, how it was answered, how long it took. */
export async function hostReporting(wiring: Wiring): Promise<void> {
  if (!hosts(wiring, 'reporting')) return
  const { reportingRoutes } = await import('../reporting/routes.ts')
  await wiring.app.register(reportingRoutes({ database: await wiring.platform.database() }))
}
