import { createHmac, randomUUID } from 'node:crypto'
import { and, asc, eq } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type {
  CreatedReportSchedule,
  ReportDestination,
  ReportSchedule,
  ReportScheduleInput,
} from '../../contracts/report-schedules.ts'
import { GROUPINGS, ReportName } from '../../contracts/reports.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { reportSchedules } from '../../platform/database/report-schema.ts'
import { requireWebhookUrl, WebhookRefused } from '../../platform/http/post-webhook.ts'
import type { Mail } from '../../platform/mail/mail.ts'
import { checkReport } from '../reports.ts'
import { nextRun } from './next-run.ts'

export const DELIVERY_QUEUE = 'deliver-report'
/** An organisation that needs more wants a program of its own. */
const MOST_SCHEDULES = 100

export type ScheduleRow = typeof reportSchedules.$inferSelect

export interface SchedulesDependencies {
  readonly database: Database
  readonly bus: Pick<Bus, 'send' | 'wake'>
  /** Null where no mail server is configured. */
  readonly mail: Mail | null
  readonly allowPrivateWebhooks: boolean
  /** From which the secrets of all webhooks follow. */
  readonly webhookSecret: string
}

/** Send a report at fixed times from now on. Throws `invalid-request`, and `not-allowed-now` where no mail can be sent or there are too many. */
export async function createSchedule(
  dependencies: SchedulesDependencies,
  input: ReportScheduleInput,
  context: CallContext,
): Promise<CreatedReportSchedule> {
  const { tenant_id: tenantId, object_id: createdBy } = context.principal
  requireReachable(dependencies, input.destination)
  checkReport(input.name, { by: input.by, of: 'everyone', time_zone: input.time_zone }, context)
  const now = new Date(context.clock.now())
  const { time_zone: timeZone, ...rest } = input
  const nextAt = nextRun(input.cron, timeZone, now)
  const row = { tenantId, id: randomUUID(), ...rest, timeZone, createdBy, createdAt: now, nextAt }
  const orm = dependencies.database.forTenant(tenantId)
  if ((await orm.$count(reportSchedules, eq(reportSchedules.tenantId, tenantId))) >= MOST_SCHEDULES)
    throw problem('not-allowed-now', `There are ${MOST_SCHEDULES} schedules already; delete one first.`)
  const written = await orm.transaction(async (tx) => {
    const [inserted] = await tx.insert(reportSchedules).values(row).returning()
    if (inserted === undefined) throw new Error('a row that was not written')
    const { type } = input.destination
    const detail = {
      report: input.name,
      by: input.by,
      cron: input.cron,
      to: type === 'mail' ? type : input.destination.url,
    }
    await noteAct(tx, context, { kind: 'schedule-created', object: `schedule:${row.id}`, detail })
    return inserted
  })
  const secret = signingKey(dependencies.webhookSecret, written)
  const shown = input.destination.type === 'webhook' ? `whsec_${secret.toString('base64')}` : null
  return { ...scheduleOf(written), signing_secret: shown }
}

/** The schedules of the organisation, in the order in which they come around. */
export async function listSchedules(database: Database, { principal }: CallContext): Promise<ReportSchedule[]> {
  const rows = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(reportSchedules)
    .where(eq(reportSchedules.tenantId, principal.tenant_id))
    .orderBy(asc(reportSchedules.nextAt), asc(reportSchedules.id))
  return rows.map(scheduleOf)
}

/** Send it no more; succeeds when there is none. */
export async function deleteSchedule(database: Database, id: string, context: CallContext): Promise<void> {
  const { tenant_id: tenantId } = context.principal
  await database.forTenant(tenantId).transaction(async (tx) => {
    const removed = await tx
      .delete(reportSchedules)
      .where(isSchedule(tenantId, id))
      .returning({ id: reportSchedules.id })
    if (removed.length > 0) await noteAct(tx, context, { kind: 'schedule-removed', object: `schedule:${id}` })
  })
}

/** Send it once more, now. Throws `not-found`. */
export async function sendNow(
  { database, bus }: Pick<SchedulesDependencies, 'database' | 'bus'>,
  id: string,
  { principal, clock }: CallContext,
): Promise<void> {
  const tenantId = principal.tenant_id
  const rows = await database.forTenant(tenantId).select().from(reportSchedules).where(isSchedule(tenantId, id))
  if (rows.length === 0) throw problem('not-found', 'Check the id; the list has every schedule.')
  const due = new Date(clock.now()).toISOString()
  await bus.send(DELIVERY_QUEUE, { tenant_id: tenantId, schedule_id: id, due }, { key: `${id}.${due}` })
  bus.wake(DELIVERY_QUEUE)
}

/** The condition that a row is this schedule. */
export function isSchedule(tenantId: string, id: string) {
  return and(eq(reportSchedules.tenantId, tenantId), eq(reportSchedules.id, id))
}

/** The secret of one webhook: nobody who knows it can sign for another. */
export function signingKey(webhookSecret: string, { tenantId, id }: Pick<ScheduleRow, 'tenantId' | 'id'>): Buffer {
  return createHmac('sha256', webhookSecret)
    .update(JSON.stringify([tenantId, id]))
    .digest()
}

function requireReachable({ mail, allowPrivateWebhooks }: SchedulesDependencies, destination: ReportDestination): void {
  if (destination.type === 'mail') {
    if (mail !== null) return
    throw problem('not-allowed-now', 'No mail server is configured; set FOOTNOTE_SMTP_URL and FOOTNOTE_MAIL_FROM.')
  }
  try {
    requireWebhookUrl(destination.url, allowPrivateWebhooks)
  } catch (cause) {
    if (cause instanceof WebhookRefused) throw problem('invalid-request', cause.message, { cause })
    throw cause
  }
}

function scheduleOf(row: ScheduleRow): ReportSchedule {
  const { id, format, days, cron, destination } = row
  return {
    id,
    name: ReportName.parse(row.name),
    by: GROUPINGS.find((each) => each === row.by) ?? 'day',
    format,
    days,
    cron,
    time_zone: row.timeZone,
    destination: destination.type === 'mail' ? { ...destination, to: [...destination.to] } : destination,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    next_at: row.nextAt.toISOString(),
    last_at: row.lastAt?.toISOString() ?? null,
    last_problem: row.lastProblem,
  }
}
