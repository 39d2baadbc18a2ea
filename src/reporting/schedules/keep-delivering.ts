import { and, eq, lte } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Clock } from '../../contracts/call-context.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { reportSchedules } from '../../platform/database/report-schema.ts'
import { repeat } from '../../platform/repeat.ts'
import { nextRun } from './next-run.ts'
import { DELIVERY_QUEUE, isSchedule, type ScheduleRow } from './schedules.ts'

const INTERVAL_IN_MS = 30_000

export interface KeepDeliveringOptions {
  readonly database: Database
  readonly bus: Pick<Bus, 'send' | 'wake'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn'>
}

/** Ask for the reports that are due, of all organisations, until disposed. */
export function keepDelivering(options: KeepDeliveringOptions): AsyncDisposable {
  return repeat(() => askForDue(options), {
    firstInMs: INTERVAL_IN_MS,
    intervalInMs: INTERVAL_IN_MS,
    onError: (error) => options.logger.warn({ err: error }, 'reports that are due could not be asked for'),
  })
}

/** Ask for what is due. Several processes may look at once: each time comes around once. What was missed is sent once. */
export async function askForDue({ database, bus, clock }: Omit<KeepDeliveringOptions, 'logger'>): Promise<void> {
  const now = new Date(clock.now())
  const due = await database.system.select().from(reportSchedules).where(lte(reportSchedules.nextAt, now))
  for (const row of due) await ask(database, bus, row, now)
  if (due.length > 0) bus.wake(DELIVERY_QUEUE)
}

async function ask(
  database: Database,
  bus: Pick<Bus, 'send'>,
  { tenantId, id, nextAt, cron, timeZone }: ScheduleRow,
  now: Date,
): Promise<void> {
  const isStillDue = and(isSchedule(tenantId, id), eq(reportSchedules.nextAt, nextAt))
  await database.forTenant(tenantId).transaction(async (tx) => {
    const moved = await tx
      .update(reportSchedules)
      .set({ nextAt: nextRun(cron, timeZone, now) })
      .where(isStillDue)
      .returning({ id: reportSchedules.id })
    if (moved.length === 0) return
    const job = { tenant_id: tenantId, schedule_id: id, due: nextAt.toISOString() }
    await bus.send(DELIVERY_QUEUE, job, { transaction: tx, key: `${id}.${job.due}` })
  })
}
