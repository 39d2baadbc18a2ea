import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { instant } from './column-kinds.ts'

/** Questions with what is known to be right. The accepted ones are what changes are measured on. */
export const goldenCases = pgTable(
  'golden_cases',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    question: text('question').notNull(),
    /** Right answers, any of which will do. None, and no evidence either: it has to be declined. */
    truth: text('truth').array().notNull(),
    state: text('state', { enum: ['proposed', 'accepted', 'refused'] }).notNull(),
    origin: text('origin', { enum: ['hand', 'feedback', 'rules', 'model'] }).notNull(),
    /** Of the answer that was called good; null for other origins. */
    answerId: uuid('answer_id'),
    /** It is asked with the rights of this person, and of all groups. */
    askedAs: text('asked_as').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Who accepted or refused it; whoever wrote one by hand accepted it. */
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('golden_cases_question').on(table.tenantId, sql`md5(question)`),
    index('golden_cases_by_time').on(table.tenantId, table.createdAt, table.id),
    index('golden_cases_of_answer').on(table.tenantId, table.answerId),
  ],
)

/** Which passages answer a question: bound to their words, so that a label does not outlive the text it was given to. */
export const goldenEvidence = pgTable(
  'golden_evidence',
  {
    tenantId: text('tenant_id').notNull(),
    caseId: uuid('case_id').notNull(),
    documentId: uuid('document_id').notNull(),
    /** Of a passage, as `passages` has it; empty for the whole document. */
    textHash: text('text_hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.caseId, table.documentId, table.textHash] }),
    index('golden_evidence_by_document').on(table.tenantId, table.documentId),
    foreignKey({
      columns: [table.tenantId, table.caseId],
      foreignColumns: [goldenCases.tenantId, goldenCases.id],
    }).onDelete('cascade'),
  ],
)

/** How one question did: measure -> 0 to 1. */
export interface CaseScoresRow {
  readonly id: string
  readonly scores: Readonly<Record<string, number>>
}

/** How a measure differs from the run before; see `evaluation/compare-runs.ts`. */
export interface MeasureChangeRow {
  readonly measure: string
  readonly questions: number
  readonly before: number
  readonly after: number
  readonly difference: number
  readonly low: number
  readonly high: number
  readonly p: number
}

/** Every time that the accepted questions were asked, and what came of it. */
export const evaluationRuns = pgTable(
  'evaluation_runs',
  {
    tenantId: text('tenant_id').notNull(),
    id: uuid('id').notNull(),
    /** What it is for: of all processes that notice it, one makes the run. */
    key: text('key').notNull(),
    trigger: text('trigger', { enum: ['manual', 'nightly', 'flip'] }).notNull(),
    state: text('state', { enum: ['waiting', 'running', 'done', 'failed'] }).notNull(),
    /** Who asked for it; null for those that begin by themselves. */
    requestedBy: text('requested_by'),
    /** Of the index, and of the wording of the prompt, that were asked; null before it began. */
    generation: text('generation'),
    promptVersion: integer('prompt_version'),
    /** How many questions were asked, and how many were left out because the words they rest on have changed. */
    questions: integer('questions'),
    stale: integer('stale'),
    /** Means and shares of the whole, by name. */
    figures: jsonb('figures').$type<Readonly<Record<string, number>>>(),
    /** What came out otherwise than in the run before. */
    changes: jsonb('changes').$type<readonly MeasureChangeRow[]>(),
    scores: jsonb('scores').$type<readonly CaseScoresRow[]>(),
    /** How often invented people looked for what they may not see, and how often they found it. */
    probes: integer('probes'),
    leaks: integer('leaks'),
    /** Why it failed, or what could not be looked at, in a sentence. */
    detail: text('detail'),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.id] }),
    uniqueIndex('evaluation_runs_key').on(table.tenantId, table.key),
    index('evaluation_runs_by_time').on(table.tenantId, table.createdAt, table.id),
  ],
)
