import { csvLine, writeCsv } from '../../platform/http/write-csv.ts'
import type { Table, TableWriter } from './table.ts'

/** CSV with a line of names; see `write-csv.ts` for what is no formula. */
export const writeCsvFile: TableWriter = async function* (table: Table) {
  const names = table.columns.map(({ name }) => name)
  yield Buffer.from(writeCsv(names, []))
  for await (const rows of table.batches) yield Buffer.from(rows.map((row) => csvLine(names, row)).join(''))
}

/** One JSON object per line. */
export const writeJsonLines: TableWriter = async function* (table: Table) {
  for await (const rows of table.batches) yield Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
}
