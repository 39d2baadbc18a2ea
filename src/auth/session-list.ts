import { and, desc, eq, gt, lt, ne, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { SessionPage, SessionSummary } from '../contracts/users.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database } from '../platform/database/database.ts'
import { sessions } from '../platform/database/sign-in-schema.ts'
import { readCursor, writeCursor } from '../platform/http/page-cursor.ts'
import { hashOfSecret } from './secret-hash.ts'
import { identityOf } from './session-row.ts'

export interface SessionListInput {
  readonly limit: number
  readonly cursor?: string | undefined
  /** Cookie value of the request, to mark its own session. */
  readonly currentId: string | undefined
}

/** The browsers in which a person is signed in. */
export interface SessionList {
  readonly list: (input: SessionListInput, context: CallContext) => Promise<SessionPage>
  /** End one of one's own; the answer is the same for one that never was or is somebody else's: `not-found`. */
  readonly end: (publicId: string, context: CallContext) => Promise<void>
  /** End all but the one of this request. */
  readonly endOthers: (currentId: string | undefined, context: CallContext) => Promise<void>
}

export function createSessionList(database: Database, idleLifetimeInMs: number): SessionList {
  const ofCaller = ({ principal }: CallContext) =>
    and(eq(sessions.tenantId, principal.tenant_id), eq(sessions.objectId, principal.object_id))
  const endSessions = (which: SQL | undefined, context: CallContext): Promise<number> =>
    database.forTenant(context.principal.tenant_id).transaction(async (tx) => {
      const ended = await tx
        .delete(sessions)
        .where(and(ofCaller(context), which))
        .returning({ publicId: sessions.publicId })
      if (ended.length > 0) await noteAct(tx, context, { kind: 'sessions-ended', detail: { sessions: ended.length } })
      return ended.length
    })
  return {
    list: async ({ limit, cursor, currentId }, context) => {
      const now = context.clock.now()
      const conditions: (SQL | undefined)[] = [
        ofCaller(context),
        gt(sessions.expiresAt, new Date(now)),
        gt(sessions.lastSeenAt, new Date(now - idleLifetimeInMs)),
      ]
      if (cursor !== undefined) {
        const { createdAt, id } = readCursor(cursor, z.uuid())
        const same = and(eq(sessions.createdAt, createdAt), lt(sessions.publicId, id))
        conditions.push(or(lt(sessions.createdAt, createdAt), same))
      }
      const rows = await database
        .forTenant(context.principal.tenant_id)
        .select()
        .from(sessions)
        .where(and(...conditions))
        .orderBy(desc(sessions.createdAt), desc(sessions.publicId))
        .limit(limit + 1)
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const next_cursor = rows.length > limit && last !== undefined ? writeCursor(last.createdAt, last.publicId) : null
      return { sessions: shown.map((row) => summaryOf(row, currentId)), next_cursor }
    },
    end: async (publicId, context) => {
      const ended = await endSessions(eq(sessions.publicId, publicId), context)
      if (ended === 0) throw problem('not-found', 'You have no such session; see GET /api/sessions.')
    },
    endOthers: async (currentId, context) => {
      const others = currentId === undefined ? undefined : ne(sessions.idHash, hashOfSecret(currentId))
      await endSessions(others, context)
    },
  }
}

function summaryOf(row: typeof sessions.$inferSelect, currentId: string | undefined): SessionSummary {
  return {
    id: row.publicId,
    current: currentId !== undefined && row.idHash === hashOfSecret(currentId),
    provider: identityOf(row).provider,
    user_agent: row.userAgent,
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
  }
}
