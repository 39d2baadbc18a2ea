import { sql } from 'drizzle-orm'
import { bigint, index, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant } from './schema.ts'

/**
 * What happened with every question, in a chain per tenant: each record holds the hash of the one before it. It has hashes of
 * question, answer and passages instead of their words, so that these can be deleted and the chain still be checked.
 */
export const answerRecords = pgTable(
  'answer_records',
  {
    tenantId: text('tenant_id').notNull(),
    /** Of the answer. */
    id: uuid('id').notNull(),
    objectId: text('object_id').notNull(),
    at: instant('at').notNull(),
    /** JSON, byte for byte as it was hashed. */
    entry: text('entry').notNull(),
    /** Place in the chain, from 1; null for a moment, until it is linked. */
    sequence: bigint('sequence', { mode: 'number' }),
    previousHash: text('previous_hash'),
    hash: text('hash'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('answer_records_sequence').on(table.tenantId, table.sequence),
    index('answer_records_unlinked').on(table.tenantId, table.at, table.id).where(sql`sequence is null`),
  ],
)

/** The hash of every so many records: records up to one of these can be removed, and the rest still be checked. */
export const recordCheckpoints = pgTable(
  'record_checkpoints',
  {
    tenantId: text('tenant_id').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    hash: text('hash').notNull(),
    at: instant('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.sequence] })],
)
