import { z } from 'zod'

export const GROUPINGS = ['hour', 'day', 'user', 'group', 'collection', 'model', 'source'] as const
export type Grouping = (typeof GROUPINGS)[number]

export const REPORT_NAMES = [
  'usage',
  'latency',
  'confidence',
  'feedback',
  'retrieval',
  'cost',
  'ingestion',
  'limits',
] as const
export const ReportName = z.enum(REPORT_NAMES)
export type ReportName = z.infer<typeof ReportName>

export const UNITS = ['count', 'share', 'milliseconds', 'tokens', 'currency', 'score', 'bytes'] as const

/** What a column of a report says. */
export const ReportColumn = z.object({
  name: z.string(),
  unit: z.enum(UNITS).describe('"share" and "score" are from 0 to 1; "currency" is that of the configured prices.'),
  description: z.string(),
})
export type ReportColumn = z.infer<typeof ReportColumn>

/** What reports there are. */
export const ReportDescription = z.object({
  name: ReportName,
  title: z.string(),
  description: z.string(),
  by: z.array(z.enum(GROUPINGS)).describe('What its rows can be.'),
  of: z.array(z.enum(['me', 'everyone'])).describe('Whose numbers you may see; "everyone" needs the role Admin.'),
  columns: z.array(ReportColumn),
})
export type ReportDescription = z.infer<typeof ReportDescription>

const Moment = z.union([z.iso.date(), z.iso.datetime({ offset: true })])

/** Which numbers: the period, what a row is, whose. */
export const ReportSelection = z.strictObject({
  from: Moment.optional().describe('First day or moment; 30 days before "to" by default.'),
  to: Moment.optional().describe('Day or moment at which it ends, excluded; now by default.'),
  by: z.enum(GROUPINGS).default('day').describe('What a row is; see GET /api/reports for what each report has.'),
  of: z.enum(['me', 'everyone']).default('me').describe('Whose questions; "everyone" needs the role Admin.'),
  time_zone: z.string().max(64).default('UTC').describe('Whose days and hours, for example Europe/Berlin.'),
})
export type ReportSelection = z.infer<typeof ReportSelection>

export const ReportQuery = ReportSelection.extend({
  format: z.enum(['json', 'csv']).default('json'),
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000).describe('Rows of a page, unless rows are times.'),
  cursor: z.string().max(100).optional().describe('The next_cursor of the page before.'),
})
export type ReportQuery = z.infer<typeof ReportQuery>

/** One row: its key under the name of the grouping, and a value for each column; null where there is none to tell. */
export const ReportRow = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))
export type ReportRow = z.infer<typeof ReportRow>

export const Report = z.object({
  name: ReportName,
  title: z.string(),
  by: z.enum(GROUPINGS),
  of: z.enum(['me', 'everyone']),
  time_zone: z.string(),
  from: z.iso.datetime().describe('Where the numbers begin: at a quarter of an hour.'),
  to: z.iso.datetime(),
  columns: z.array(ReportColumn),
  rows: z.array(ReportRow).describe('Times without anything are left out.'),
  total: ReportRow.describe(
    'Over all, also of rows of other pages. What counts for several groups or collections is in it once.',
  ),
  waiting_hours: z.number().int().describe('Hours whose newest questions are not counted yet; 0 nearly always.'),
  next_cursor: z.string().nullable().describe('Give it back to read on; null at the end.'),
})
export type Report = z.infer<typeof Report>
