import type { ReportRow } from '../../contracts/reports.ts'

/** A cell that begins like this is a formula to spreadsheet programs. */
const FORMULA = /^[=+\-@\t\r]/
const NEEDS_QUOTES = /[",\r\n]/

/** Text that no spreadsheet program takes for a formula: an apostrophe stands before what would be one. */
export function neutralise(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** One line of CSV (RFC 4180). Numbers stay numbers, text is no formula, null is empty. */
export function csvLine(names: readonly string[], row: ReportRow): string {
  return `${names.map((name) => cellOf(row[name] ?? null)).join(',')}\r\n`
}

/** A table as CSV with a line of names above. */
export function writeCsv(names: readonly string[], rows: readonly ReportRow[]): string {
  const header = csvLine(names, Object.fromEntries(names.map((name) => [name, name])))
  return header + rows.map((row) => csvLine(names, row)).join('')
}

function cellOf(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = neutralise(value)
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
