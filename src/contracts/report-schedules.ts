import { z } from 'zod'
import { ExportFormat } from './report-exports.ts'
import { GROUPINGS, ReportName } from './reports.ts'

const FIELD = '[\\d*,/\\-A-Za-z#L]+'

/** Where a report goes. */
export const ReportDestination = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('webhook'),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .describe('Gets the numbers as JSON, signed as standardwebhooks.com says.'),
  }),
  z.strictObject({ type: z.literal('mail'), to: z.array(z.email().max(300)).min(1).max(20) }),
])
export type ReportDestination = z.infer<typeof ReportDestination>

/** Which report is sent where, and when. */
export const ReportScheduleInput = z.strictObject({
  name: ReportName,
  by: z.enum(GROUPINGS).default('day').describe('What a row is; see GET /api/reports for what each report has.'),
  format: ExportFormat.default('xlsx').describe('Of the file that a letter brings; a webhook gets JSON.'),
  days: z
    .number()
    .int()
    .min(1)
    .max(366)
    .default(7)
    .describe('How many whole days it covers, up to the day of sending.'),
  cron: z
    .string()
    .regex(
      new RegExp(`^(@daily|@weekly|@monthly|${FIELD}( ${FIELD}){4})$`),
      'give minute, hour, day, month and weekday, for example "0 7 * * 1"; or @daily, @weekly, @monthly',
    )
    .describe('When: minute, hour, day, month, weekday; or @daily, @weekly, @monthly at midnight.'),
  time_zone: z.string().max(64).default('UTC').describe('Of "cron" and of the days, for example Europe/Berlin.'),
  destination: ReportDestination,
})
export type ReportScheduleInput = z.infer<typeof ReportScheduleInput>

/** A report that is sent at fixed times. */
export const ReportSchedule = ReportScheduleInput.extend({
  id: z.uuid(),
  created_by: z.string(),
  created_at: z.iso.datetime(),
  next_at: z.iso.datetime(),
  last_at: z.iso.datetime().nullable().describe('When the last one was due that was sent, or could not be.'),
  last_problem: z.string().nullable().describe('Why it did not arrive; null where it did.'),
})
export type ReportSchedule = z.infer<typeof ReportSchedule>

export const CreatedReportSchedule = ReportSchedule.extend({
  signing_secret: z
    .string()
    .nullable()
    .describe('With which the receiver checks signatures; it is told this once. Null for mail.'),
})
export type CreatedReportSchedule = z.infer<typeof CreatedReportSchedule>
