import { z } from 'zod'
import { ReportName, ReportSelection } from './reports.ts'

export const EXPORT_FORMATS = ['csv', 'jsonl', 'parquet', 'pdf', 'xlsx'] as const
export const ExportFormat = z.enum(EXPORT_FORMATS)
export type ExportFormat = z.infer<typeof ExportFormat>

/** What to write into a file. "questions" has a row for every question, for administrators. */
export const ExportInput = ReportSelection.extend({
  name: z.union([ReportName, z.literal('questions')]),
  format: ExportFormat,
})
export type ExportInput = z.infer<typeof ExportInput>

export const EXPORT_STATES = ['waiting', 'running', 'ready', 'failed'] as const

/** A report that is being written into a file, or was. */
export const ReportExport = z.object({
  id: z.uuid(),
  name: z.string(),
  format: ExportFormat,
  state: z.enum(EXPORT_STATES),
  rows: z.number().int().describe('Rows written so far.'),
  rows_in_all: z.number().int().nullable().describe('Null until it is known.'),
  size_in_bytes: z.number().int().nullable(),
  detail: z.string().nullable().describe('Why it failed.'),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  expires_at: z.iso.datetime().describe('From then on it is gone.'),
})
export type ReportExport = z.infer<typeof ReportExport>
