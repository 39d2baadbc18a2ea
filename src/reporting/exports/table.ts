import type { ReportRow } from '../../contracts/reports.ts'

export interface TableColumn {
  readonly name: string
  /** Values of "date" are `2026-03-02`, of "moment" ISO 8601 in UTC. */
  readonly type: 'text' | 'number' | 'date' | 'moment'
  readonly description: string
}

/** What every format is written from. */
export interface Table {
  readonly title: string
  /** Period, time zone, whose: one line. */
  readonly subtitle: string
  readonly columns: readonly TableColumn[]
  /** In batches, read as they are written: a table need not fit into memory. */
  readonly batches: AsyncIterable<readonly ReportRow[]>
}

/** Writes a table as the bytes of a file, piece by piece. */
export type TableWriter = (table: Table) => AsyncIterable<Uint8Array>
