import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './column-kinds.ts'

/** Questions that somebody asked one after the other, each understood with those before it. */
export const conversations = pgTable(
  'conversations',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    objectId: text('object_id').notNull(),
    /** Null until somebody gives it one: it is called by its first question. */
    title: text('title'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** When it was last asked in, or renamed. */
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('conversations_by_person').on(table.tenantId, table.objectId, table.updatedAt, table.id),
  ],
)

/** Every question asked and how it was answered: what people look up again, and what usage reports count. */
export const answers = pgTable(
  'answers',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    objectId: text('object_id').notNull(),
    requestId: text('request_id').notNull(),
    query: text('query').notNull(),
    outcome: text('outcome').notNull(),
    /** True when an answer of the last minutes was given again. */
    reused: boolean('reused').notNull().default(false),
    envelope: jsonb('envelope'),
    confidence: real('confidence'),
    mode: text('mode'),
    model: text('model'),
    promptTokens: integer('prompt_tokens').notNull().default(0),
    completionTokens: integer('completion_tokens').notNull().default(0),
    durationInMs: integer('duration_in_ms').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Whoever asked deleted it, or it grew too old: question and answer are gone, what it took is still counted. */
    forgottenAt: instant('forgotten_at'),
    conversationId: uuid('conversation_id'),
    /** How a follow-up was read. It may hold words of documents that were cited before, and goes with them. */
    standaloneQuestion: text('standalone_question'),
    /** Part of every hash that the record has of question and answer: without it nobody can guess what was deleted. */
    salt: text('salt'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    foreignKey({
      columns: [table.tenantId, table.conversationId],
      foreignColumns: [conversations.tenantId, conversations.id],
    }),
    index('answers_of_conversation').on(table.tenantId, table.conversationId, table.createdAt),
    index('answers_by_person').on(table.tenantId, table.objectId, table.createdAt),
    index('answers_by_time').on(table.tenantId, table.createdAt),
  ],
)

/** Which documents an answer cites, and which version of each: what must be looked at when a document changes or goes. */
export const answerSources = pgTable(
  'answer_sources',
  {
    tenantId: text('tenant_id').notNull(),
    answerId: uuid('answer_id').notNull(),
    documentId: uuid('document_id').notNull(),
    version: integer('version').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.answerId, table.documentId, table.version] }),
    index('answer_sources_by_document').on(table.tenantId, table.documentId),
    foreignKey({ columns: [table.tenantId, table.answerId], foreignColumns: [answers.tenantId, answers.id] }).onDelete(
      'cascade',
    ),
  ],
)
