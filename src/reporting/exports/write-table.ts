import type { ExportFormat } from '../../contracts/report-exports.ts'
import type { TableWriter } from './table.ts'

interface Written {
  readonly mediaType: string
  /** Loaded when it is first needed: most people never export. */
  readonly load: () => Promise<TableWriter>
}

/** How each format is written. */
export const WRITERS: Readonly<Record<ExportFormat, Written>> = {
  csv: { mediaType: 'text/csv; charset=utf-8', load: async () => (await import('./write-text.ts')).writeCsvFile },
  jsonl: { mediaType: 'application/x-ndjson', load: async () => (await import('./write-text.ts')).writeJsonLines },
  parquet: {
    mediaType: 'application/vnd.apache.parquet',
    load: async () => (await import('./write-parquet.ts')).writeParquet,
  },
  pdf: { mediaType: 'application/pdf', load: async () => (await import('./write-pdf.ts')).writePdf },
  xlsx: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    load: async () => (await import('./write-xlsx.ts')).writeXlsx,
  },
}
