import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { bytes, instant } from './column-kinds.ts'

/**
 * What every question took and how it went, without a word of it: what reports are made from. Stays when the question is
 * deleted or pruned.
 */
export const usageEvents = pgTable(
  'usage_events',
  {
    tenantId: text('tenant_id').notNull(),
    /** Of the answer. */
    id: uuid('id').notNull(),
    at: instant('at').notNull(),
    objectId: text('object_id').notNull(),
    groupIds: text('group_ids').array().notNull(),
    /** Of the documents that the answer cites, each once. */
    collections: text('collections').array().notNull(),
    model: text('model').notNull(),
    outcome: text('outcome', { enum: ['answered', 'abstained', 'failed', 'cancelled'] }).notNull(),
    /** True when an answer of the last minutes was given again. */
    reused: boolean('reused').notNull(),
    promptTokens: integer('prompt_tokens').notNull(),
    completionTokens: integer('completion_tokens').notNull(),
    /** In millionths of the currency in which model prices are configured. */
    costInMicros: bigint('cost_in_micros', { mode: 'number' }).notNull(),
    durationInMs: integer('duration_in_ms').notNull(),
    firstTextInMs: integer('first_text_in_ms'),
    /** In thousandths; null without an answer. */
    confidenceInMille: integer('confidence_in_mille'),
    /** How many passages were found; null where nothing was looked for, or it is not known. */
    passages: integer('passages'),
    /** Score of the best passage, in thousandths; null without one. */
    bestScoreInMille: integer('best_score_in_mille'),
    rating: text('rating', { enum: ['up', 'down'] }),
    reason: text('reason', { enum: ['wrong', 'incomplete', 'outdated', 'bad-source', 'other'] }),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('usage_events_by_time').on(table.tenantId, table.at),
    index('usage_events_of_person').on(table.tenantId, table.objectId, table.at),
  ],
)

/** Everybody who ever asked has a number, so that who asked in a period is a few bytes: see `askers` of a roll-up. */
export const usageAskers = pgTable(
  'usage_askers',
  {
    tenantId: text('tenant_id').notNull(),
    objectId: text('object_id').notNull(),
    /** From 0 on, each once in a tenant. */
    number: integer('number').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.objectId] }),
    uniqueIndex('usage_askers_by_number').on(table.tenantId, table.number),
  ],
)

/** Requests that a limit refused, as a gateway counted them: a row for each person and batch, however many there were. */
export const usageRefusals = pgTable(
  'usage_refusals',
  {
    tenantId: text('tenant_id').notNull(),
    /** What a gateway told at once; told twice, it counts once. */
    batch: uuid('batch').notNull(),
    objectId: text('object_id').notNull(),
    /** Of the quarter of an hour (UTC). */
    start: instant('start').notNull(),
    refused: integer('refused').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.batch, table.objectId, table.start] }),
    index('usage_refusals_by_time').on(table.tenantId, table.start),
    index('usage_refusals_of_person').on(table.tenantId, table.objectId, table.start),
  ],
)

/** How long a roll-up is: reports of any time zone are made of whole ones, for all zones differ by quarters of an hour. */
const GRAINS = ['quarter', 'hour', 'day', 'month'] as const

/** Roll-ups that are out of date, one row for every reason: whoever renews one removes only the rows that it has seen. */
export const usageMarks = pgTable(
  'usage_marks',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull().defaultRandom(),
    /** Never "quarter": quarters are renewed with their hour. */
    grain: text('grain', { enum: GRAINS }).notNull(),
    start: instant('start').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    index('usage_marks_by_time').on(table.tenantId, table.grain, table.start),
  ],
)

const sum = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0)

/**
 * Sums over the questions of a subject in a quarter of an hour, an hour, a day or a month (UTC). People have no quarters: these
 * would be as many as their questions, which are read instead.
 */
export const usageRollups = pgTable(
  'usage_rollups',
  {
    tenantId: text('tenant_id').notNull(),
    dimension: text('dimension', { enum: ['all', 'user', 'group', 'collection', 'model'] }).notNull(),
    grain: text('grain', { enum: GRAINS }).notNull(),
    start: instant('start').notNull(),
    /** Object id, group, collection or model; empty in the dimension "all", and for "no collection". */
    subject: text('subject').notNull(),
    questions: sum('questions'),
    answered: sum('answered'),
    abstained: sum('abstained'),
    failed: sum('failed'),
    cancelled: sum('cancelled'),
    reused: sum('reused'),
    promptTokens: sum('prompt_tokens'),
    completionTokens: sum('completion_tokens'),
    costInMicros: sum('cost_in_micros'),
    confident: sum('confident'),
    confidenceInMille: sum('confidence_in_mille'),
    confidenceHigh: sum('confidence_high'),
    confidenceMedium: sum('confidence_medium'),
    confidenceLow: sum('confidence_low'),
    searched: sum('searched'),
    passages: sum('passages'),
    scored: sum('scored'),
    bestScoreInMille: sum('best_score_in_mille'),
    ratedUp: sum('rated_up'),
    ratedDown: sum('rated_down'),
    wrong: sum('wrong'),
    incomplete: sum('incomplete'),
    outdated: sum('outdated'),
    badSource: sum('bad_source'),
    otherReason: sum('other_reason'),
    /** How many took how long: bin of `latency-bins.ts` -> number. */
    durations: jsonb('durations').$type<Readonly<Record<string, number>>>().notNull(),
    firstTexts: jsonb('first_texts').$type<Readonly<Record<string, number>>>().notNull(),
    /** Who asked, of the dimension "all"; null in the others. Bit n, the lowest of a byte first, is the asker with number n. */
    askers: bytes('askers'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.dimension, table.grain, table.start, table.subject] }),
    index('usage_rollups_of_subject').on(table.tenantId, table.dimension, table.subject, table.grain, table.start),
  ],
)
