import { and, desc, eq } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { type ConversationDetails, MOST_TURNS, type Turn } from '../../contracts/conversations.ts'
import type { Database } from '../../platform/database/database.ts'
import { answers } from '../../platform/database/schema.ts'
import { isOwn } from '../answers.ts'
import { pastAnswers, SUMMARY_COLUMNS } from '../past-answer.ts'
import { findConversation } from './conversations.ts'

/** A conversation of the caller with all its turns as they may be shown now. Throws `not-found` like `findConversation`. */
export async function getConversation(
  database: Database,
  id: string,
  context: CallContext,
): Promise<ConversationDetails> {
  const conversation = await findConversation(database, id, context)
  return { ...conversation, turns: [...(await readTurns(database, { id, newest: MOST_TURNS }, context))] }
}

/**
 * The newest turns of a conversation of the caller, oldest first; none where there is no such conversation. A follow-up may
 * have been read with words of a document that an earlier answer cites: once any of them is gone, no such reading is shown.
 */
export async function readTurns(
  database: Database,
  { id, newest }: { readonly id: string; readonly newest: number },
  { principal }: CallContext,
): Promise<readonly Turn[]> {
  const rows = await database
    .forTenant(principal.tenant_id)
    .select({ ...SUMMARY_COLUMNS, envelope: answers.envelope, standaloneQuestion: answers.standaloneQuestion })
    .from(answers)
    .where(and(isOwn(principal), eq(answers.conversationId, id)))
    .orderBy(desc(answers.createdAt), desc(answers.id))
    .limit(newest)
  const shown = await pastAnswers(database, rows, principal)
  const isGone = shown.some(({ answer }) => answer?.citations.some(({ source_state }) => source_state === 'deleted'))
  const readings = rows.map(({ standaloneQuestion }) => (isGone ? null : standaloneQuestion))
  return shown
    .map((details, place) => Object.assign({ standalone_question: readings[place] ?? null }, details))
    .toReversed()
}
