import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import type { JobPriority } from '../../contracts/job-priority.ts'
import type { PersonalDataCounts } from '../../contracts/personal-data.ts'
import { instant } from './column-kinds.ts'

export { answerSources, answers, conversations } from './answer-schema.ts'
export { instant }

/** Counts of what was noticed in a text; a part that is left out was not looked for. */
interface FindingsRow {
  readonly personalData?: PersonalDataCounts
  readonly suspiciousPassages?: number
}

/** How long each part of the way took, in milliseconds; a part that is left out was not reached, or not needed. */
interface TimingsRow {
  readonly waiting?: number
  readonly parsing?: number
  readonly embedding?: number
  readonly indexing?: number
}

/** What was removed from one store when a document was deleted, and when it was gone from there. */
export interface PurgedStoreRow {
  readonly store: 'answers' | 'cache' | 'index' | 'originals' | 'passages'
  /** Null where it is not counted. */
  readonly removed: number | null
  /** Left there because another document has the very same. */
  readonly kept?: number
  /** From then on nothing leads there; null while it is being removed. */
  readonly at: string | null
  /** By then its files are rewritten as well; left out where that is up to the store. */
  readonly erasedBy?: string
  /** Its files are rewritten; the old ones go with the first look from then on. */
  readonly eraseFrom?: string
  /** From then on no file holds it. */
  readonly erasedAt?: string
}

/** What the last look at a source led to. */
interface SyncCountsRow {
  readonly added: number
  readonly changed: number
  readonly deleted: number
  readonly unchanged: number
  readonly failed: number
}

/** One organisation. The two epochs grow with every permission or document change and are part of every cache key. */
export const tenants = pgTable('tenants', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  accessEpoch: bigint('access_epoch', { mode: 'number' }).notNull().default(1),
  libraryEpoch: bigint('library_epoch', { mode: 'number' }).notNull().default(1),
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** Access lists that documents inherit: of a collection, or of a source. */
export const accessLists = pgTable(
  'access_lists',
  {
    tenantId: text('tenant_id').notNull(),
    kind: text('kind', { enum: ['collection', 'source'] }).notNull(),
    name: text('name').notNull(),
    access: text('access').array().notNull(),
    updatedBy: text('updated_by').notNull(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.kind, table.name] })],
)

/** What a subject may use per day (UTC). `subject` is `tenant`, `user:<id>`, `group:<id>`, or `everyone` for each user alone. */
export const budgets = pgTable(
  'budgets',
  {
    tenantId: text('tenant_id').notNull(),
    subject: text('subject').notNull(),
    tokensPerDay: bigint('tokens_per_day', { mode: 'number' }),
    /** In millionths of the currency in which model prices are configured. */
    costPerDayInMicros: bigint('cost_per_day_in_micros', { mode: 'number' }),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.subject] })],
)

/** What each subject used on a day (UTC), counted as answers end. */
export const budgetUse = pgTable(
  'budget_use',
  {
    tenantId: text('tenant_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    subject: text('subject').notNull(),
    tokens: bigint('tokens', { mode: 'number' }).notNull().default(0),
    costInMicros: bigint('cost_in_micros', { mode: 'number' }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.day, table.subject] })],
)

/**
 * What answers that are being made may take at most, per subject whose budget they count against. Gone when the answer is
 * recorded; one whose process died counts no longer than until it expires.
 */
export const budgetReservations = pgTable(
  'budget_reservations',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    subject: text('subject').notNull(),
    tokens: bigint('tokens', { mode: 'number' }).notNull(),
    costInMicros: bigint('cost_in_micros', { mode: 'number' }).notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id, table.subject] })],
)

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
    /** Who may read it. Copied from the collection or source where `accessFrom` says so, so that searches look in one place. */
    access: text('access').array().notNull(),
    accessFrom: text('access_from', { enum: ['document', 'collection', 'source'] })
      .notNull()
      .default('document'),
    currentVersion: integer('current_version'),
    newestVersion: integer('newest_version').notNull(),
    /** When the source says that it last changed or was deleted; older news that come late are not taken. */
    sourceChangedAt: instant('source_changed_at'),
    /** How the source names this state of it, for example an ETag: what has the same one need not be sent again. */
    fingerprint: text('fingerprint'),
    deletedAt: instant('deleted_at'),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('documents_identity').on(table.tenantId, table.source, table.externalId).where(sql`deleted_at is null`),
    index('documents_tombstones').on(table.tenantId, table.source, table.externalId).where(sql`deleted_at is not null`),
    index('documents_newest').on(table.tenantId, table.createdAt, table.id).where(sql`deleted_at is null`),
    index('documents_of_source')
      .on(table.tenantId, table.source, table.createdAt, table.id)
      .where(sql`deleted_at is null`),
    index('documents_of_collection')
      .on(table.tenantId, table.collection, table.createdAt, table.id)
      .where(sql`deleted_at is null`),
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
    priority: text('priority').$type<JobPriority>().notNull().default('normal'),
    /** The job whose worker may write here, and which delivery of it; writes of any other are refused. */
    job: text('job'),
    attempt: integer('attempt').notNull().default(0),
    /** The worker says again and again that it is alive: until then no other job may take the version over. */
    heldUntil: instant('held_until'),
    nextTryAt: instant('next_try_at'),
    timings: jsonb('timings').$type<TimingsRow>(),
    /** How the bytes were read: rules and settings of reading, redacting and chunking. Equal bytes read alike share passages. */
    reader: text('reader'),
    /** What the text calls itself; the title people see may be another one. */
    ownTitle: text('own_title'),
    /** What a reader of the text has to know, in one line: becomes the detail of a version that is ready. */
    remarks: text('remarks'),
    pages: integer('pages'),
    passages: integer('passages'),
    /** What was noticed in the text: personal data by kind, passages that talk to a model; null when nothing was looked for. */
    findings: jsonb('findings').$type<FindingsRow>(),
    /** Who sent it; null for versions from before that was written down. */
    createdBy: text('created_by'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('document_versions_number').on(table.tenantId, table.documentId, table.version),
    index('document_versions_state').on(table.tenantId, table.state),
    index('document_versions_original').on(table.tenantId, table.sha256),
    index('document_versions_by_time').on(table.tenantId, table.createdAt),
    foreignKey({ columns: [table.tenantId, table.documentId], foreignColumns: [documents.tenantId, documents.id] }),
  ],
)

/** The proof that a deleted document is gone: what was removed from which store, when. Holds no text and no name. */
export const deletions = pgTable(
  'deletions',
  {
    tenantId: text('tenant_id').notNull(),
    documentId: uuid('document_id').notNull(),
    deletedBy: text('deleted_by').notNull(),
    deletedAt: instant('deleted_at').notNull(),
    /** SHA-256 of the original of each version. */
    sha256s: text('sha256s').array().notNull(),
    stores: jsonb('stores').$type<readonly PurgedStoreRow[]>().notNull().default([]),
    /** Null until every store is done. */
    completedAt: instant('completed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.documentId] }),
    index('deletions_by_time').on(table.tenantId, table.deletedAt, table.documentId),
  ],
)

/** Where documents come from, and how far the last look got. Documents name their source; one that is only uploaded to has no row. */
export const sources = pgTable(
  'sources',
  {
    tenantId: text('tenant_id').notNull(),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    /** A folder, an address; never a secret. */
    location: text('location').notNull(),
    /** Where the source says to go on from; null begins anew. */
    cursor: text('cursor'),
    state: text('state', { enum: ['syncing', 'idle', 'failed'] }).notNull(),
    detail: text('detail'),
    counts: jsonb('counts').$type<SyncCountsRow>(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
    updatedBy: text('updated_by').notNull(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.name] })],
)

/**
 * Messages that were sent in a transaction and wait to be handed to a message broker outside the database. A job stays until
 * it is done, so that the broker holds no more than what workers have hands for, and tenants take turns.
 */
export const busOutbox = pgTable(
  'bus_outbox',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull().defaultRandom(),
    kind: text('kind', { enum: ['job', 'event'] }).notNull(),
    /** Queue or topic; `topic.subscription` when one subscription alone shall get it again. */
    destination: text('destination').notNull(),
    /** Names what is to be done: a second job with the same one is not taken before this one was begun. */
    key: text('key').notNull(),
    priority: integer('priority').notNull(),
    payload: jsonb('payload').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** A job that failed waits until then. */
    notBefore: instant('not_before').notNull().defaultNow(),
    /** Which sending to the broker this is; part of the message id, and messages of earlier ones are void. */
    sending: integer('sending').notNull().default(0),
    /** When a process was about to hand it to the broker, when that was done, and when a worker took it. */
    claimedAt: instant('claimed_at'),
    sentAt: instant('sent_at'),
    startedAt: instant('started_at'),
    /** How many deliveries were begun; only the worker of the last one may say what became of the job. */
    attempts: integer('attempts').notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('bus_outbox_key').on(table.tenantId, table.destination, table.key).where(sql`attempts = 0`),
    index('bus_outbox_open').on(table.destination, table.priority, table.createdAt),
  ],
)

/** Jobs and events that a message broker outside the database gave up, or that were given up on its behalf. */
export const busDeadLetters = pgTable(
  'bus_dead_letters',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    kind: text('kind', { enum: ['job', 'event'] }).notNull(),
    /** Queue, or `topic.subscription`. */
    destination: text('destination').notNull(),
    priority: integer('priority').notNull(),
    payload: jsonb('payload').notNull(),
    reason: text('reason').notNull(),
    stage: text('stage'),
    attempts: integer('attempts').notNull(),
    failedAt: instant('failed_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('bus_dead_letters_by_time').on(table.failedAt, table.id),
  ],
)

/** What administrators are told about, and whether they have been: of all processes only the one that wrote the change tells. */
export const alerts = pgTable('alerts', {
  name: text('name').primaryKey(),
  raised: boolean('raised').notNull(),
  since: instant('since').notNull(),
  /** False until the present state was told, or could not be. */
  told: boolean('told').notNull(),
  /** Until then one process is telling it. */
  claimedUntil: instant('claimed_until'),
})

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
    /** It talks to a model instead of to a reader. */
    suspicious: boolean('suspicious').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('passages_order').on(table.tenantId, table.versionId, table.ordinal),
    index('passages_text').on(table.tenantId, table.textHash),
  ],
)

/** How a new generation did beside the active one, on the questions that people asked last and on those that were given. */
export interface ComparisonRow {
  readonly questions: number
  /** What it was compared with: what the active one finds, or what the recorded answers cite where that cannot be asked. */
  readonly reference: 'active' | 'citations'
  /** Mean share of the first five of the reference that the new one has among its own; null without questions. */
  readonly overlapAt5: number | null
  readonly golden: {
    readonly questions: number
    readonly activeHitAt5: number | null
    readonly hitAt5: number
    /** Mean reciprocal rank of what is right among the first five; comparisons of earlier versions do not have it. */
    readonly activeMrrAt5?: number | null
    readonly mrrAt5?: number
  } | null
}

/** One build of a tenant's search index. Queries read the active one. */
export const generations = pgTable(
  'generations',
  {
    tenantId: text('tenant_id').notNull(),
    id: text('id').notNull(),
    embedder: text('embedder').notNull(),
    dimensions: integer('dimensions').notNull(),
    /** Rules that cut documents into passages, and rules that turn texts into terms: `chunker+analyser`. */
    chunker: text('chunker').notNull(),
    /** The first numbers of the vectors of a few fixed texts, as the model made them that writes here; null until it was asked. */
    canary: jsonb('canary').$type<readonly (readonly number[])[]>(),
    active: boolean('active').notNull(),
    /** How many documents there were when it was begun. */
    documents: integer('documents').notNull().default(0),
    /** When it held all of them for the first time; null while it is being built. */
    builtAt: instant('built_at'),
    activatedAt: instant('activated_at'),
    /** When another one took its place; it is kept for a while. */
    retiredAt: instant('retired_at'),
    /** From then on nobody writes it any more, and it goes. */
    removedAt: instant('removed_at'),
    comparison: jsonb('comparison').$type<ComparisonRow>(),
    /** Who made it active although the comparison spoke against it, and why. */
    overriddenBy: text('overridden_by'),
    overrideReason: text('override_reason'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('generations_active').on(table.tenantId).where(sql`active`),
  ],
)

/**
 * Documents whose current version a generation does not hold yet: all of them when it is begun, and from then on each that
 * becomes current elsewhere, written in the same transaction. A generation without a row here is complete.
 */
export const indexGaps = pgTable(
  'index_gaps',
  {
    tenantId: text('tenant_id').notNull(),
    generation: text('generation').notNull(),
    documentId: uuid('document_id').notNull(),
    /** Another one for every change: whoever fills the gap removes only what it has seen. */
    revision: uuid('revision').notNull().defaultRandom(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.generation, table.documentId] }),
    foreignKey({
      columns: [table.tenantId, table.generation],
      foreignColumns: [generations.tenantId, generations.id],
    }).onDelete('cascade'),
  ],
)
