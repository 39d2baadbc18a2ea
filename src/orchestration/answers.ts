import { and, desc, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import { z } from 'zod'
import type { AnswerDetails, AnswerPage } from '../contracts/answers.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import { requireAnswersNotHeld } from '../platform/audit/legal-holds.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database } from '../platform/database/database.ts'
import { answerSources, answers, conversations } from '../platform/database/schema.ts'
import { readCursor, writeCursor } from '../platform/http/page-cursor.ts'
import { forgetRows } from '../platform/kept-answers/forget-rows.ts'
import { pastAnswers, SUMMARY_COLUMNS, summaryOf } from './past-answer.ts'
import { sourceStates } from './source-states.ts'

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
  const rows = await database
    .forTenant(principal.tenant_id)
    .select({ ...SUMMARY_COLUMNS, envelope: answers.envelope })
    .from(answers)
    .where(and(isOwn(principal), eq(answers.id, id)))
  const [answer] = await pastAnswers(database, rows, principal)
  if (answer === undefined) throw problem('not-found', 'Check the id; it must be of a question that you asked.')
  return answer
}

/**
 * Forget questions of the caller, or all of them, with their answers; succeeds when there is none. That something was
 * asked, and what it took, stays for the reports. Throws `held` for what a legal hold keeps.
 */
export async function forgetAnswers(
  database: Database,
  which: { readonly id: string } | 'all',
  context: CallContext,
): Promise<void> {
  const { principal, clock } = context
  const { tenant_id: tenantId, object_id: objectId } = principal
  const chosen = which === 'all' ? undefined : eq(answers.id, which.id)
  await database.forTenant(tenantId).transaction(async (tx) => {
    await requireAnswersNotHeld(tx, and(isOwn(principal), chosen))
    const forgotten = await forgetRows(tx, and(isOwn(principal), chosen), { tenantId, at: new Date(clock.now()) })
    const object = which === 'all' ? {} : { object: `answer:${which.id}` }
    if (forgotten > 0)
      await noteAct(tx, context, { kind: 'answers-deleted', ...object, detail: { answers: forgotten } })
    if (which !== 'all') return
    await tx
      .delete(conversations)
      .where(and(eq(conversations.tenantId, tenantId), eq(conversations.objectId, objectId)))
  })
}

/** Whether the caller asked it, and has not deleted it since. */
export function isOwn({ tenant_id, object_id }: Principal) {
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
