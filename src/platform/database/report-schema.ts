import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './column-kinds.ts'

/** A report that somebody wants as a file. The file is in the blob store, apart from the documents. */
export const reportExports = pgTable(
  'report_exports',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    /** Who asked: nobody else sees it. */
    objectId: text('object_id').notNull(),
    name: text('name').notNull(),
    format: text('format', { enum: ['csv', 'jsonl', 'parquet', 'pdf', 'xlsx'] }).notNull(),
    /** Period, grouping, time zone and whose, as they were checked when it was asked for. */
    parameters: jsonb('parameters').notNull(),
    state: text('state', { enum: ['waiting', 'running', 'ready', 'failed'] }).notNull(),
    /** Rows written so far. */
    rows: integer('rows').notNull().default(0),
    /** How many there will be; null before that is known. */
    rowsInAll: integer('rows_in_all'),
    /** Why it failed, in a sentence. */
    detail: text('detail'),
    sha256: text('sha256'),
    sizeInBytes: bigint('size_in_bytes', { mode: 'number' }),
    scheduleId: uuid('schedule_id'),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
    /** From then on it is gone. */
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('report_exports_by_person').on(table.tenantId, table.objectId, table.createdAt, table.id),
    index('report_exports_expiring').on(table.expiresAt),
  ],
)

/** Reports that are made and sent again and again. */
export const reportSchedules = pgTable(
  'report_schedules',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    objectId: text('object_id').notNull(),
    name: text('name').notNull(),
    format: text('format', { enum: ['csv', 'jsonl', 'parquet', 'pdf', 'xlsx'] }).notNull(),
    by: text('by').notNull(),
    timeZone: text('time_zone').notNull(),
    every: text('every', { enum: ['day', 'week'] }).notNull(),
    /** Where the link is posted. */
    webhook: text('webhook').notNull(),
    createdAt: instant('created_at').notNull(),
    /** When the next one is due; a process that makes it moves this first. */
    nextAt: instant('next_at').notNull(),
    /** What became of the last one, in a sentence; null before the first. */
    lastDetail: text('last_detail'),
    lastAt: instant('last_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), index('report_schedules_due').on(table.nextAt)],
)
