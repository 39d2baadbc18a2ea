import { randomUUID } from 'node:crypto'
import { and, asc, desc, eq, ilike, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../../contracts/call-context.ts'
import type { Conversation, ConversationPage } from '../../contracts/conversations.ts'
import { type ProblemError, problem } from '../../contracts/errors.ts'
import type { Principal } from '../../contracts/principal.ts'
import { requireAnswersNotHeld } from '../../platform/audit/legal-holds.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database } from '../../platform/database/database.ts'
import { answers, conversations } from '../../platform/database/schema.ts'
import { readCursor, writeCursor } from '../../platform/http/page-cursor.ts'
import { forgetRows } from '../../platform/kept-answers/forget-rows.ts'

export interface ListConversationsInput {
  readonly limit: number
  readonly cursor?: string | undefined
  /** Words as they stand in the title or in a question. */
  readonly search?: string | undefined
}

/** Begin a conversation of the caller. */
export async function createConversation(
  database: Database,
  { title }: { readonly title?: string | undefined },
  { principal, clock }: CallContext,
): Promise<Conversation> {
  const now = new Date(clock.now())
  const row = { id: randomUUID(), title: title ?? null, createdAt: now, updatedAt: now }
  const { tenant_id: tenantId, object_id: objectId } = principal
  await database
    .forTenant(tenantId)
    .insert(conversations)
    .values({ tenantId, objectId, ...row })
  return conversationOf({ ...row, questions: 0, firstQuestion: null })
}

/**
 * The caller's conversations, the last used first, page by page. Searched are titles and questions, not answers: a hit would
 * tell what stands in a document that the caller may no longer read.
 */
export async function listConversations(
  database: Database,
  { limit, cursor, search }: ListConversationsInput,
  { principal }: CallContext,
): Promise<ConversationPage> {
  const after = cursor === undefined ? undefined : isBefore(readCursor(cursor, z.uuid()))
  const rows = await selectConversations(database, principal)
    .where(and(isOwnConversation(principal), after, search === undefined ? undefined : holds(search)))
    .orderBy(desc(conversations.updatedAt), desc(conversations.id))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    conversations: shown.map(conversationOf),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor(last.updatedAt, last.id) : null,
  }
}

/** A conversation of the caller. Throws `not-found` for one of somebody else, and for one that is not there. */
export async function findConversation(
  database: Database,
  id: string,
  { principal }: CallContext,
): Promise<Conversation> {
  const [row] = await selectConversations(database, principal).where(
    and(isOwnConversation(principal), eq(conversations.id, id)),
  )
  if (row === undefined) throw notFound()
  return conversationOf(row)
}

/** Give a conversation another title. Throws `not-found` like `findConversation`. */
export async function renameConversation(
  database: Database,
  { id, title }: { readonly id: string; readonly title: string },
  context: CallContext,
): Promise<Conversation> {
  const { principal, clock } = context
  await database
    .forTenant(principal.tenant_id)
    .update(conversations)
    .set({ title, updatedAt: new Date(clock.now()) })
    .where(and(isOwnConversation(principal), eq(conversations.id, id)))
  return findConversation(database, id, context)
}

/** Delete a conversation with its questions and answers; succeeds when there is none. What they took stays for the reports. */
export async function deleteConversation(database: Database, id: string, context: CallContext): Promise<void> {
  const { principal, clock } = context
  const tenantId = principal.tenant_id
  await database.forTenant(tenantId).transaction(async (tx) => {
    const own = and(isOwnConversation(principal), eq(conversations.id, id))
    // Held first: an answer that is recorded meanwhile waits, and then finds no conversation.
    const [held] = await tx.select({ id: conversations.id }).from(conversations).where(own).for('update')
    if (held === undefined) return
    const turns = and(eq(answers.tenantId, tenantId), eq(answers.conversationId, id))
    await requireAnswersNotHeld(tx, turns)
    const forgotten = await forgetRows(tx, turns, { tenantId, at: new Date(clock.now()) })
    await tx.delete(conversations).where(own)
    await noteAct(tx, context, {
      kind: 'conversation-deleted',
      object: `conversation:${id}`,
      detail: { answers: forgotten },
    })
  })
}

/** The same for what is not there and for what is somebody else's. */
export function notFound(): ProblemError {
  return problem('not-found', 'Check the id; it must be of a conversation that you began.')
}

function selectConversations(database: Database, { tenant_id }: Principal) {
  const turns = and(eq(answers.tenantId, conversations.tenantId), eq(answers.conversationId, conversations.id))
  const orm = database.forTenant(tenant_id)
  const first = orm
    .select({ query: answers.query })
    .from(answers)
    .where(turns)
    .orderBy(asc(answers.createdAt), asc(answers.id))
    .limit(1)
  return orm
    .select({
      id: conversations.id,
      title: conversations.title,
      createdAt: conversations.createdAt,
      updatedAt: conversations.updatedAt,
      questions: orm.$count(answers, turns),
      firstQuestion: sql<string | null>`(${first})`,
    })
    .from(conversations)
    .$dynamic()
}

function isOwnConversation({ tenant_id, object_id }: Principal): SQL | undefined {
  return and(eq(conversations.tenantId, tenant_id), eq(conversations.objectId, object_id))
}

function holds(search: string): SQL | undefined {
  const pattern = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
  const asked = sql`exists (select from ${answers} where ${and(
    isNotNull(answers.conversationId),
    eq(answers.tenantId, conversations.tenantId),
    eq(answers.conversationId, conversations.id),
    ilike(answers.query, pattern),
  )})`
  return or(ilike(conversations.title, pattern), asked)
}

function isBefore({ createdAt: at, id }: ReturnType<typeof readCursor>): SQL | undefined {
  return or(lt(conversations.updatedAt, at), and(eq(conversations.updatedAt, at), lt(conversations.id, id)))
}

interface ConversationRow {
  readonly id: string
  readonly title: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly questions: number
  readonly firstQuestion: string | null
}

function conversationOf({ id, title, createdAt, updatedAt, questions, firstQuestion }: ConversationRow): Conversation {
  return {
    id,
    title: title ?? firstQuestion,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    questions,
  }
}
