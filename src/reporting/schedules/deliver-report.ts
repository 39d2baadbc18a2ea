import type { Logger } from 'pino'
import { z } from 'zod'
import type { CallContext, Clock } from '../../contracts/call-context.ts'
import { systemPrincipal } from '../../contracts/principal.ts'
import type { Report } from '../../contracts/reports.ts'
import { GROUPINGS, ReportName } from '../../contracts/reports.ts'
import type { Bus, Delivery } from '../../platform/bus/bus.ts'
import { reportSchedules } from '../../platform/database/report-schema.ts'
import { postWebhook } from '../../platform/http/post-webhook.ts'
import type { Mail } from '../../platform/mail/mail.ts'
import { readTable } from '../exports/read-table.ts'
import { WRITERS } from '../exports/write-table.ts'
import { addDays, createLocalClock } from '../periods/local-time.ts'
import { makeReport, type ReportsDependencies } from '../reports.ts'
import { DELIVERY_QUEUE, isSchedule, type ScheduleRow, type SchedulesDependencies, signingKey } from './schedules.ts'

/** A letter that is larger is refused by most mail servers. */
const LARGEST_LETTER_IN_BYTES = 10 * 1024 ** 2
/** Rows that a webhook gets; who needs more reads the report. */
const MOST_ROWS = 1_000

const DeliveryJob = z.object({ tenant_id: z.string(), schedule_id: z.uuid(), due: z.iso.datetime() })

export interface DeliverDependencies extends ReportsDependencies, Omit<SchedulesDependencies, 'bus'> {
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn'>
}

/** Send the reports that are asked for, one after the other. One that does not arrive is tried again, and ends as a dead letter. */
export async function subscribeDeliveries(dependencies: DeliverDependencies): Promise<void> {
  await dependencies.bus.work(DELIVERY_QUEUE, { concurrency: 1 }, (delivery) => deliver(dependencies, delivery))
}

async function deliver(
  dependencies: DeliverDependencies,
  { payload, signal }: Pick<Delivery, 'payload' | 'signal'>,
): Promise<void> {
  const { tenant_id: tenantId, schedule_id: id, due } = DeliveryJob.parse(payload)
  const orm = dependencies.database.forTenant(tenantId)
  const place = isSchedule(tenantId, id)
  const [row] = await orm.select().from(reportSchedules).where(place)
  if (row === undefined) return
  const note = (lastProblem: string | null) =>
    orm
      .update(reportSchedules)
      .set({ lastAt: new Date(due), lastProblem })
      .where(place)
  const { clock, logger } = dependencies
  // Whether it may be sent was settled when it was asked for: its numbers are those of the organisation.
  const context = { principal: systemPrincipal(tenantId, row.createdBy), requestId: id, signal, clock }
  try {
    await send(dependencies, row, new Date(due), context)
    await note(null)
  } catch (error) {
    if (signal.aborted) throw error
    logger.warn({ err: error, tenant: tenantId, schedule: id }, 'a report could not be sent')
    await note(error instanceof Error ? error.message : String(error))
    throw error
  }
}

async function send(
  dependencies: DeliverDependencies,
  row: ScheduleRow,
  due: Date,
  context: CallContext,
): Promise<void> {
  const { destination } = row
  const id = `${row.id}.${due.toISOString().replaceAll(/[^\dTZ]/g, '')}`
  const report = await makeReport(dependencies, { ...selectionOf(row, due), format: 'json', limit: MOST_ROWS }, context)
  if (destination.type === 'webhook') {
    const { allowPrivateWebhooks: allowPrivate, webhookSecret } = dependencies
    const key = signingKey(webhookSecret, row)
    const body = { type: 'report', schedule_id: row.id, due: due.toISOString(), text: sentenceOf(report), report }
    const { signal, clock } = context
    await postWebhook({ id, body }, { url: destination.url, key, allowPrivate, signal, clock })
    return
  }
  const { mail } = dependencies
  if (mail === null) throw new Error('no mail server is configured any more')
  await mail.send(await letterOf(dependencies, { row, due, id, report, to: destination.to }, context), context.signal)
}

interface ToWrite {
  readonly row: ScheduleRow
  readonly due: Date
  readonly id: string
  readonly report: Report
  readonly to: readonly string[]
}

async function letterOf(
  dependencies: DeliverDependencies,
  { row, due, id, report, to }: ToWrite,
  context: CallContext,
): Promise<Parameters<Mail['send']>[0]> {
  const { format } = row
  const table = await readTable(dependencies, { ...selectionOf(row, due), format }, context)
  const write = await WRITERS[format].load()
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of write(table)) {
    size += piece.byteLength
    if (size > LARGEST_LETTER_IN_BYTES)
      throw new Error('the report is too large for a letter; ask for fewer days or another grouping')
    pieces.push(piece)
  }
  const fileName = `${row.name}-${report.from.slice(0, 10)}.${format}`
  const attachment = { fileName, mediaType: WRITERS[format].mediaType, content: Buffer.concat(pieces) }
  return { id, to, subject: `Footnote: ${report.title}`, text: `${sentenceOf(report)}\n`, attachment }
}

/** Whole days of the time zone up to the one of sending. */
function selectionOf({ name, by, days, timeZone }: ScheduleRow, due: Date) {
  const to = createLocalClock(timeZone).at(due).date
  return {
    name: ReportName.parse(name),
    by: z.enum(GROUPINGS).parse(by),
    of: 'everyone' as const,
    from: addDays(to, -days),
    to,
    time_zone: timeZone,
  }
}

/** What a report says in all, for people who read no further. */
function sentenceOf({ title, from, to, time_zone: zone, total, columns }: Report): string {
  const sums = columns.flatMap(({ name }) => {
    const value = total[name]
    return typeof value === 'number' ? [`${name.replaceAll('_', ' ')} ${value}`] : []
  })
  return `${title}, ${from} to ${to} (${zone}): ${sums.join(', ')}.`
}
