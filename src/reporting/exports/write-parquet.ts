import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import type { ReportRow } from '../../contracts/reports.ts'
import type { Table, TableColumn, TableWriter } from './table.ts'

/** Rows of a row group: what is held in memory at once. */
const ROWS_PER_GROUP = 10_000

const TYPES = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'DOUBLE' },
  date: { type: 'INT32', converted_type: 'DATE' },
  moment: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
} as const satisfies Record<TableColumn['type'], Partial<SchemaElement>>

/** Parquet with a row group per 10,000 rows. Every column may be null. */
export const writeParquet: TableWriter = async function* ({ columns, batches }: Table) {
  const root: SchemaElement = { name: 'root', num_children: columns.length }
  const fields = columns.map(
    ({ name, type }): SchemaElement => Object.assign({ name, repetition_type: 'OPTIONAL' as const }, TYPES[type]),
  )
  const bytes = new ByteWriter()
  const file = new ParquetWriter({ writer: bytes, schema: [root, ...fields] })
  const writeGroup = async (rows: readonly ReportRow[]): Promise<Uint8Array> => {
    if (rows.length > 0) await file.write({ columnData: columns.map((column) => columnOf(column, rows)) })
    return taken(bytes)
  }
  let group: ReportRow[] = []
  for await (const rows of batches) {
    group.push(...rows)
    if (group.length < ROWS_PER_GROUP) continue
    yield await writeGroup(group)
    group = []
  }
  yield await writeGroup(group)
  await file.finish()
  yield taken(bytes)
}

/** What was written since the last time; its place is free again. */
function taken(bytes: ByteWriter): Uint8Array {
  const written = bytes.getBytes().slice()
  bytes.index = 0
  return written
}

function columnOf({ name, type }: TableColumn, rows: readonly ReportRow[]) {
  const isTime = type === 'date' || type === 'moment'
  const data = rows.map((row) => {
    const value = row[name] ?? null
    return isTime && typeof value === 'string' ? new Date(value) : value
  })
  return { name, data }
}
