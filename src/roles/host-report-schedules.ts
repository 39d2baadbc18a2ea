import { randomBytes } from 'node:crypto'
import type { ReportsDependencies } from '../reporting/reports.ts'
import type { Wiring } from './wiring.ts'

/** Reports that are sent at fixed times, by mail or to webhooks. */
export async function hostReportSchedules(
  { app, clock, closing, config, platform }: Wiring,
  parts: Pick<ReportsDependencies, 'database' | 'limits'>,
): Promise<void> {
  const [{ scheduleRoutes }, { subscribeDeliveries }, { keepDelivering }, bus, mail, secrets] = await Promise.all([
    import('../reporting/schedules/schedule-routes.ts'),
    import('../reporting/schedules/deliver-report.ts'),
    import('../reporting/schedules/keep-delivering.ts'),
    platform.bus(),
    platform.mail(),
    platform.secrets(),
  ])
  const webhookSecret = await secrets.getOrCreate('webhook-key', () => randomBytes(32).toString('base64url'))
  const { allowPrivateWebhooks } = config.delivery
  const { logger } = platform.telemetry
  const dependencies = { ...parts, bus, clock, logger, mail, allowPrivateWebhooks, webhookSecret }
  await app.register(scheduleRoutes(dependencies))
  await subscribeDeliveries(dependencies)
  closing.push(keepDelivering(dependencies))
}
