import type { Report, ReportColumn, ReportRow } from '../../src/contracts/reports.ts'

const DAY_IN_MS = 86_400_000

/** Amounts are 0 when nothing happened; means, shares and times are unknown then. */
const AMOUNTS: ReadonlySet<ReportColumn['unit']> = new Set(['count', 'tokens', 'currency', 'bytes'])

/**
 * The rows of a report of days with those between the first and the last that the server leaves out because nothing
 * happened, so that a line does not jump over them. Other reports stay as they are.
 */
export function fillTimes({ by, rows, columns }: Pick<Report, 'by' | 'rows' | 'columns'>): readonly ReportRow[] {
  const first = Date.parse(String(rows[0]?.['day']))
  const last = Date.parse(String(rows.at(-1)?.['day']))
  if (by !== 'day' || !(first < last)) return rows
  const nothing = Object.fromEntries(columns.map(({ name, unit }) => [name, AMOUNTS.has(unit) ? 0 : null]))
  const known = new Map(rows.map((row) => [row['day'], row]))
  return Array.from({ length: Math.round((last - first) / DAY_IN_MS) + 1 }, (_, index) => {
    const day = new Date(first + index * DAY_IN_MS).toISOString().slice(0, 10)
    return known.get(day) ?? { day, ...nothing }
  })
}
