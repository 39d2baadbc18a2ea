import { integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import type { MeasureChangeRow } from './evaluation-schema.ts'
import { instant } from './schema.ts'

/** Wordings of the prompt that administrators wrote. A row is never changed, but for its review; version 0 is in the code. */
export const promptVersions = pgTable(
  'prompt_versions',
  {
    tenantId: text('tenant_id').notNull(),
    /** From 1, without gaps. */
    number: integer('number').notNull(),
    text: text('text').notNull(),
    /** Why it was written. */
    note: text('note').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    /** The author only where nobody else could. */
    reviewedBy: text('reviewed_by'),
    reviewedAt: instant('reviewed_at'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.number] })],
)

/** Every time that a version of the prompt became the active one. The last row is the one that answers are written with. */
export const promptActivations = pgTable(
  'prompt_activations',
  {
    tenantId: text('tenant_id').notNull(),
    /** From 1. */
    sequence: integer('sequence').notNull(),
    /** 0 for the default in the code. */
    version: integer('version').notNull(),
    /** The activation that rolling back returns to; 0 is the time before the first one, null when there is nothing before. */
    previous: integer('previous'),
    activatedBy: text('activated_by').notNull(),
    activatedAt: instant('activated_at').notNull(),
    /** How it did on the golden questions beside the one before; null where there were none to ask, or no model to write. */
    comparison: jsonb('comparison').$type<readonly MeasureChangeRow[]>(),
    /** Why it was made active although it did worse. */
    overrideReason: text('override_reason'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.sequence] })],
)
