import { dataOf } from '../../src/client/footnote-client.ts'
import type { Grouping, Report, ReportDescription, ReportName } from '../../src/contracts/reports.ts'
import type { UnansweredReport } from '../../src/contracts/unanswered.ts'
import { client } from './client.ts'

/** Which numbers are shown. */
export interface ReportChoice {
  readonly days: number
  readonly by: Grouping
  readonly of: 'me' | 'everyone'
}

export const SPANS_IN_DAYS = [1, 7, 30, 90, 365] as const
const DAY_IN_MS = 86_400_000
/** Of people, groups and the like, the first are enough to look at; the CSV file has all. */
const MOST_ROWS = 200

/** The reports that there are. */
export async function listReports(signal: AbortSignal): Promise<readonly ReportDescription[]> {
  return (await dataOf(client.GET('/api/reports', { signal }))).reports
}

/** What is asked of the server; times of day are those of the visitor. `now` in milliseconds. */
export function queryOf({ days, by, of }: ReportChoice, now: number) {
  const time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return { from: new Date(now - days * DAY_IN_MS).toISOString(), by, of, time_zone }
}

export function readReport(name: ReportName, choice: ReportChoice, signal: AbortSignal): Promise<Report> {
  const query = { ...queryOf(choice, Date.now()), limit: MOST_ROWS }
  return dataOf(client.GET('/api/reports/{name}', { params: { path: { name }, query }, signal }))
}

/** Address of the same numbers as a file. */
export function csvAddress(name: ReportName, choice: ReportChoice, now: number): string {
  return `/api/reports/${name}?${new URLSearchParams({ ...queryOf(choice, now), format: 'csv' })}`
}

/** What people asked in vain, by topic. */
export function readUnanswered(days: number, signal: AbortSignal): Promise<UnansweredReport> {
  const query = { from: new Date(Date.now() - days * DAY_IN_MS).toISOString() }
  return dataOf(client.GET('/api/reports/unanswered', { params: { query }, signal }))
}
