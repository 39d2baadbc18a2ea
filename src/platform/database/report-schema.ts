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

/** Where a report goes again and again. */
export type DestinationRow =
  | { readonly type: 'webhook'; readonly url: string }
  | { readonly type: 'mail'; readonly to: readonly string[] }

/** Reports that are sent at fixed times, to an address or to people. They belong to the organisation: its numbers, not somebody's. */
export const reportSchedules = pgTable(
  'report_schedules',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    /** What a row is. */
    by: text('by').notNull(),
    format: text('format', { enum: ['csv', 'jsonl', 'parquet', 'pdf', 'xlsx'] }).notNull(),
    /** How many days before the moment of sending it covers. */
    days: integer('days').notNull(),
    /** Five fields, in the time zone. */
    cron: text('cron').notNull(),
    timeZone: text('time_zone').notNull(),
    destination: jsonb('destination').$type<DestinationRow>().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    nextAt: instant('next_at').notNull(),
    /** The last sending: when it was due, and why it did not arrive; null where it did. */
    lastAt: instant('last_at'),
    lastProblem: text('last_problem'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] }), index('report_schedules_due').on(table.nextAt)],
)
