import { sql } from 'drizzle-orm'
import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant } from './schema.ts'

/** A person whom a record names, as the record does it, and what leads from there to them. */
export interface PersonRow {
  /** `person:` and the salted hash of the object id. */
  readonly hidden: string
  readonly salt: string
  readonly object_id: string
}

/**
 * What happened, in a chain per tenant: every question with its answer, and every other act. Each record holds the hash of
 * the one before it. It has hashes of question, answer and passages instead of their words, and of people instead of their
 * ids, so that these can be deleted and the chain still be checked. (The table is older than the acts in it.)
 */
export const auditRecords = pgTable(
  'answer_records',
  {
    tenantId: text('tenant_id').notNull(),
    /** Of the act; of the answer where the kind is `question`. */
    id: uuid('id').notNull(),
    kind: text('kind').notNull().default('question'),
    /** Who did it; null when their personal data was erased. */
    objectId: text('object_id'),
    /** What it was done to, as `document:<id>`. */
    object: text('object'),
    /** Who is named in the entry; those that were erased are taken out. Null in records of before there were any. */
    people: jsonb('people').$type<readonly PersonRow[]>(),
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
    index('answer_records_by_time').on(table.tenantId, table.at, table.id),
    index('answer_records_by_actor').on(table.tenantId, table.objectId, table.at, table.id),
    index('answer_records_by_object').on(table.tenantId, table.object, table.at, table.id),
    index('answer_records_by_kind').on(table.tenantId, table.kind, table.at, table.id),
    index('answer_records_by_person').using('gin', table.people.op('jsonb_path_ops')),
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
    /** Null for those of before checkpoints were signed. */
    signature: text('signature'),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.sequence] })],
)

/** The newest linked record of each tenant, signed: whoever has no key can neither add nor cut off what comes last. */
export const recordHeads = pgTable('record_heads', {
  tenantId: text('tenant_id').primaryKey(),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  at: instant('at').notNull(),
  signature: text('signature').notNull(),
})

/** What must be kept: questions and acts of a person, or of everybody, in a period. Neither age nor a wish removes it. */
export const legalHolds = pgTable(
  'legal_holds',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    /** Null holds what everybody did, unless it is about a document. */
    objectId: text('object_id'),
    /** A document that is kept whatever anybody wishes; then neither a person nor a period is named. */
    documentId: uuid('document_id'),
    from: instant('from'),
    to: instant('to'),
    reason: text('reason').notNull(),
    placedBy: text('placed_by').notNull(),
    placedAt: instant('placed_at').notNull(),
    liftedBy: text('lifted_by'),
    liftedAt: instant('lifted_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('legal_holds_of_document').on(table.tenantId, table.documentId),
  ],
)
