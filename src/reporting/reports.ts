import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { hasRole } from '../contracts/principal.ts'
import type { Report, ReportDescription, ReportName, ReportQuery, ReportSelection } from '../contracts/reports.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { requireRole } from '../platform/http/call-context.ts'
import { INGESTION_REPORT, LIMITS_REPORT } from './definitions/other-reports.ts'
import { USAGE_REPORTS } from './definitions/usage-reports.ts'
import { makeIngestionReport } from './make-ingestion-report.ts'
import { type DefaultLimits, makeLimitsReport } from './make-limits-report.ts'
import { makeUsageReport, type ReportRows, type RowsQuery } from './make-usage-report.ts'
import { periodOf } from './report-period.ts'

export interface ReportsDependencies {
  readonly database: Database
  readonly bus: Pick<Bus, 'deadLetters'>
  readonly limits: DefaultLimits
}

/** Every report, as one description. */
export const REPORTS: readonly ReportDescription[] = [
  ...USAGE_REPORTS.map(({ name, title, description, by, columns }) => ({
    name,
    title,
    description,
    by: [...by],
    of: ['me' as const, 'everyone' as const],
    columns: columns.map(({ name: column, unit, description: says }) => ({ name: column, unit, description: says })),
  })),
  INGESTION_REPORT,
  LIMITS_REPORT,
]

/** The reports that somebody may see something of. */
export function reportsFor({ principal }: CallContext): readonly ReportDescription[] {
  if (hasRole(principal, 'Admin')) return REPORTS
  return REPORTS.filter(({ of }) => of.includes('me')).map((report) =>
    Object.assign({}, report, { of: ['me'], by: report.by.filter((by) => by === 'hour' || by === 'day') }),
  )
}

/**
 * Check whether somebody may have a report, and whether there is such a one. Throws `role-missing` for numbers of others, and
 * `invalid-request`.
 */
export function checkReport(
  name: ReportName,
  selection: ReportSelection,
  context: CallContext,
): Omit<RowsQuery, 'limit' | 'offset'> & { readonly description: ReportDescription } {
  const description = REPORTS.find((report) => report.name === name)
  if (description === undefined) throw problem('not-found', 'See GET /api/reports for the reports that there are.')
  if (!description.by.includes(selection.by))
    throw problem('invalid-request', `This report is by ${description.by.join(', ')}; give "by" one of these.`)
  const needsAdmin = selection.of === 'everyone' || !description.of.includes('me')
  if (needsAdmin) requireRole(context, 'Admin')
  const of = description.of.includes('me') ? selection.of : 'everyone'
  return { description, selection: { ...selection, of }, period: periodOf(selection, context.clock.now()) }
}

/** Make a page of a report. Throws like `checkReport`. */
export async function makeReport(
  dependencies: ReportsDependencies,
  { name, ...given }: ReportQuery & { readonly name: ReportName },
  context: CallContext,
): Promise<Report> {
  const { format: _, limit, cursor, ...selection } = given
  const { description, ...checked } = checkReport(name, selection, context)
  const offset = cursor === undefined ? 0 : offsetOf(cursor)
  const made = await rowsOf(dependencies, name, { ...checked, limit, offset }, context)
  const { by, of, time_zone } = checked.selection
  return {
    name,
    title: description.title,
    by,
    of,
    time_zone,
    from: checked.period.from.toISOString(),
    to: checked.period.to.toISOString(),
    columns: description.columns,
    rows: [...made.rows],
    total: made.total,
    waiting_hours: made.waitingHours,
    next_cursor: made.hasMore ? `after-${offset + limit}` : null,
  }
}

async function rowsOf(
  dependencies: ReportsDependencies,
  name: ReportName,
  query: RowsQuery,
  context: CallContext,
): Promise<ReportRows> {
  if (name === 'ingestion') return makeIngestionReport(dependencies, query, context)
  if (name === 'limits') return makeLimitsReport(dependencies, query, context)
  const report = USAGE_REPORTS.find((each) => each.name === name)
  if (report === undefined) throw new Error(`the report ${name} is described, but not made`)
  return makeUsageReport(dependencies.database, report, query, context)
}

function offsetOf(cursor: string): number {
  const offset = /^after-(\d{1,9})$/.exec(cursor)?.[1]
  if (offset === undefined)
    throw problem('invalid-request', 'Give "cursor" as it came in "next_cursor", or leave it out.')
  return Number(offset)
}
