import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** One organisation. The two epochs grow with every permission or document change and are part of every cache key. */
export const tenants = pgTable('tenants', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  accessEpoch: bigint('access_epoch', { mode: 'number' }).notNull().default(1),
  libraryEpoch: bigint('library_epoch', { mode: 'number' }).notNull().default(1),
  createdAt: instant('created_at').notNull().defaultNow(),
})

export const users = pgTable(
  'users',
  {
    tenantId: text('tenant_id')
      .notNull()
      .references(() => tenants.id),
    objectId: text('object_id').notNull(),
    displayName: text('display_name').notNull(),
    roles: text('roles').array().notNull(),
    groupIds: text('group_ids').array().notNull().default(sql`'{}'`),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.objectId] })],
)

/** Browser sessions. Only a hash of the cookie value is stored, so that a copy of the table opens no session. */
export const sessions = pgTable('sessions', {
  idHash: text('id_hash').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  objectId: text('object_id').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  expiresAt: instant('expires_at').notNull(),
})

/** One-time codes that sign a person in; used once, short-lived, stored as a hash. */
export const signInCodes = pgTable('sign_in_codes', {
  codeHash: text('code_hash').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  objectId: text('object_id').notNull(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at'),
})

/** A thing with identity (tenant, source, external id). `currentVersion` is what searches use; null until a version is ready. */
export const documents = pgTable(
  'documents',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    source: text('source').notNull(),
    externalId: text('external_id').notNull(),
    title: text('title').notNull(),
    collection: text('collection'),
    access: text('access').array().notNull(),
    currentVersion: integer('current_version'),
    newestVersion: integer('newest_version').notNull(),
    deletedAt: instant('deleted_at'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('documents_identity').on(table.tenantId, table.source, table.externalId).where(sql`deleted_at is null`),
    index('documents_updated').on(table.tenantId, table.updatedAt, table.id),
  ],
)

/** One state of a document's bytes, and how far it has come on its way to being searchable. */
export const documentVersions = pgTable(
  'document_versions',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    documentId: uuid('document_id').notNull(),
    version: integer('version').notNull(),
    sha256: text('sha256').notNull(),
    sizeInBytes: bigint('size_in_bytes', { mode: 'number' }).notNull(),
    fileName: text('file_name').notNull(),
    mediaType: text('media_type').notNull(),
    title: text('title'),
    state: text('state').notNull(),
    reason: text('reason'),
    detail: text('detail'),
    since: instant('since').notNull().defaultNow(),
    attempt: integer('attempt').notNull().default(0),
    pages: integer('pages'),
    passages: integer('passages'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('document_versions_number').on(table.tenantId, table.documentId, table.version),
    index('document_versions_state').on(table.tenantId, table.state),
    foreignKey({ columns: [table.tenantId, table.documentId], foreignColumns: [documents.tenantId, documents.id] }),
  ],
)

/** A chunk of one document version. `text` equals the canonical text of the version from `start` to `end`. */
export const passages = pgTable(
  'passages',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    versionId: uuid('version_id').notNull(),
    documentId: uuid('document_id').notNull(),
    version: integer('version').notNull(),
    ordinal: integer('ordinal').notNull(),
    text: text('text').notNull(),
    textHash: text('text_hash').notNull(),
    tokens: integer('tokens').notNull(),
    page: integer('page'),
    pageEnd: integer('page_end'),
    heading: text('heading').array().notNull(),
    start: integer('start').notNull(),
    end: integer('end').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('passages_order').on(table.tenantId, table.versionId, table.ordinal),
  ],
)

/** One build of a tenant's search index. Queries read the active one. */
export const generations = pgTable(
  'generations',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    embedder: text('embedder').notNull(),
    dimensions: integer('dimensions').notNull(),
    chunker: text('chunker').notNull(),
    active: boolean('active').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('generations_active').on(table.tenantId).where(sql`active`),
  ],
)

/** Every question asked and how it was answered: the record that usage reports and audits read. */
export const answers = pgTable(
  'answers',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    objectId: text('object_id').notNull(),
    requestId: text('request_id').notNull(),
    query: text('query').notNull(),
    outcome: text('outcome').notNull(),
    envelope: jsonb('envelope'),
    confidence: real('confidence'),
    mode: text('mode'),
    model: text('model'),
    promptTokens: integer('prompt_tokens').notNull().default(0),
    completionTokens: integer('completion_tokens').notNull().default(0),
    durationInMs: integer('duration_in_ms').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('answers_by_person').on(table.tenantId, table.objectId, table.createdAt),
    index('answers_by_time').on(table.tenantId, table.createdAt),
  ],
)
