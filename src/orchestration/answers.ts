import { and, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  ANSWER_OUTCOMES,
  type AnswerDetails,
  type AnswerPage,
  type AnswerSummary,
  KeptAnswer,
  type PastAnswer,
} from '../contracts/answers.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import { withoutSources } from '../contracts/without-sources.ts'
import type { Database } from '../platform/database/database.ts'
import { answerSources, answers } from '../platform/database/schema.ts'
import { readCursor, writeCursor } from '../platform/http/page-cursor.ts'
import { type StateOf, sourceStates } from './source-states.ts'

export interface ListAnswersInput {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** What the caller asked, newest first, page by page; nothing that they deleted. */
export async function listAnswers(
  database: Database,
  { limit, cursor }: ListAnswersInput,
  { principal }: CallContext,
): Promise<AnswerPage> {
  const after = cursor === undefined ? undefined : isBefore(readCursor(cursor, z.uuid()))
  const rows = await database
    .forTenant(principal.tenant_id)
    .select(SUMMARY_COLUMNS)
    .from(answers)
    .where(and(isOwn(principal), after))
    .orderBy(desc(answers.createdAt), desc(answers.id))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const changed = await answersWithChangedSources(
    database,
    shown.map(({ id }) => id),
    principal,
  )
  return {
    answers: shown.map((row) => summaryOf(row, changed.has(row.id))),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor(last.createdAt, last.id) : null,
  }
}

/**
 * A question of the caller with its answer as it may be shown now: what rests on documents that are gone, or that the
 * caller may no longer read, is left out. Throws `not-found` for what others asked, and for what is not there.
 */
export async function getAnswer(database: Database, id: string, { principal }: CallContext): Promise<AnswerDetails> {
  const [row] = await database
    .forTenant(principal.tenant_id)
    .select({ ...SUMMARY_COLUMNS, envelope: answers.envelope })
    .from(answers)
    .where(and(isOwn(principal), eq(answers.id, id)))
  if (row === undefined) throw problem('not-found', 'Check the id; it must be of a question that you asked.')
  const { envelope, ...summary } = row
  if (envelope === null) return { ...summaryOf(summary, false), answer: null }
  const kept = KeptAnswer.parse(envelope)
  const cited = [...kept.citations, ...kept.nearest_passages].filter((source) => 'document_id' in source)
  const stateOf = await sourceStates(
    database,
    cited.map((source) => source.document_id),
    principal,
  )
  const answer = pastAnswer(kept, stateOf)
  const states = [...answer.citations, ...answer.nearest_passages].map((source) => source.source_state)
  const changed = states.some((state) => state !== 'current')
  return { ...summaryOf(summary, changed), answer }
}

/**
 * Forget questions of the caller, or all of them, with their answers; succeeds when there is none. That something was
 * asked, and what it took, stays for the reports.
 */
export async function forgetAnswers(
  database: Database,
  which: { readonly id: string } | 'all',
  { principal, clock }: CallContext,
): Promise<void> {
  const chosen = and(isOwn(principal), which === 'all' ? undefined : eq(answers.id, which.id))
  await database.forTenant(principal.tenant_id).transaction(async (tx) => {
    const forgotten = await tx
      .update(answers)
      .set({ query: '', envelope: null, forgottenAt: new Date(clock.now()) })
      .where(chosen)
      .returning({ id: answers.id })
    for (let start = 0; start < forgotten.length; start += ROWS_PER_STATEMENT) {
      const ids = forgotten.slice(start, start + ROWS_PER_STATEMENT).map(({ id }) => id)
      const rests = and(eq(answerSources.tenantId, principal.tenant_id), inArray(answerSources.answerId, ids))
      await tx.delete(answerSources).where(rests)
    }
  })
}

/** PostgreSQL takes at most 65,535 values in one statement. */
const ROWS_PER_STATEMENT = 5_000

const SUMMARY_COLUMNS = {
  id: answers.id,
  query: answers.query,
  outcome: answers.outcome,
  confidence: answers.confidence,
  createdAt: answers.createdAt,
  citations: sql<number>`coalesce(jsonb_array_length(${answers.envelope} -> 'citations'), 0)`,
}

type SummaryRow = Pick<typeof answers.$inferSelect, 'id' | 'query' | 'outcome' | 'confidence' | 'createdAt'> & {
  readonly citations: number
}

const Outcome = z.enum(ANSWER_OUTCOMES)

function summaryOf(row: SummaryRow, sources_changed: boolean): AnswerSummary {
  const { id, query, confidence, createdAt, citations } = row
  const outcome = Outcome.parse(row.outcome)
  return { id, query, asked_at: createdAt.toISOString(), outcome, confidence, citations, sources_changed }
}

function isOwn({ tenant_id, object_id }: Principal) {
  return and(eq(answers.tenantId, tenant_id), eq(answers.objectId, object_id), isNull(answers.forgottenAt))
}

function isBefore({ createdAt: at, id }: ReturnType<typeof readCursor>) {
  return or(lt(answers.createdAt, at), and(eq(answers.createdAt, at), lt(answers.id, id)))
}

async function answersWithChangedSources(
  database: Database,
  ids: readonly string[],
  principal: Principal,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(answerSources)
    .where(and(eq(answerSources.tenantId, principal.tenant_id), inArray(answerSources.answerId, [...ids])))
  const stateOf = await sourceStates(
    database,
    rows.map(({ documentId }) => documentId),
    principal,
  )
  const changed = rows.filter(({ documentId, version }) => stateOf({ document_id: documentId, version }) !== 'current')
  return new Set(changed.map(({ answerId }) => answerId))
}

/** What may be shown of an answer now, with the state of each source. */
function pastAnswer(kept: KeptAnswer, stateOf: StateOf): PastAnswer {
  const left = withoutSources(kept, (document_id) => stateOf({ document_id, version: 0 }) === 'deleted')
  const stated = <T extends { readonly document_id: string; readonly version: number }>(source: T) => {
    const state = stateOf(source)
    return { ...source, source_state: state === 'changed' ? state : ('current' as const) }
  }
  return {
    ...left,
    citations: left.citations.map((citation) => ('document_id' in citation ? stated(citation) : citation)),
    nearest_passages: left.nearest_passages.map((passage) => ('document_id' in passage ? stated(passage) : passage)),
  }
}
