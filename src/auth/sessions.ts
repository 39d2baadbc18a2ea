import { createHash, randomBytes } from 'node:crypto'
import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import { Role } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { sessions, signInCodes, users } from '../platform/database/schema.ts'
import { LOCAL_ISSUER } from './token-issuer.ts'

/** A sign-in link is used within minutes of being printed. */
export const SIGN_IN_CODE_LIFETIME_IN_MS = 15 * 60_000

export interface Session {
  readonly principal: Principal
  readonly expiresAt: Date
}

export interface Sessions {
  /** Make a one-time code that signs this person in. */
  readonly createSignInCode: (tenantId: string, objectId: string, now: number) => Promise<string>
  /** Use up a code and start a session; returns the cookie value. Throws `sign-in-code-invalid` for a code that is unknown, old or used. */
  readonly redeemSignInCode: (code: string, now: number) => Promise<{ readonly id: string; readonly expiresAt: Date }>
  /** Who a session belongs to, with today's roles and groups, or null. */
  readonly find: (id: string, now: number) => Promise<Session | null>
  readonly end: (id: string) => Promise<void>
}

/** Sessions live on the server, so that ending one really ends it. The database holds hashes only. */
// oxlint-disable-next-line max-lines-per-function -- split with the sign-in that follows
export function createSessions({
  database,
  lifetimeInMs,
}: {
  readonly database: Database
  readonly lifetimeInMs: number
}): Sessions {
  const { system: orm } = database
  return {
    createSignInCode: async (tenantId, objectId, now) => {
      const code = randomBytes(24).toString('base64url')
      const expiresAt = new Date(now + SIGN_IN_CODE_LIFETIME_IN_MS)
      await orm.delete(signInCodes).where(lt(signInCodes.expiresAt, new Date(now)))
      await orm.insert(signInCodes).values({ codeHash: hashOf(code), tenantId, objectId, expiresAt })
      return code
    },
    redeemSignInCode: async (code, now) => {
      const id = randomBytes(32).toString('base64url')
      const expiresAt = new Date(now + lifetimeInMs)
      await orm.transaction(async (tx) => {
        const unused = and(
          eq(signInCodes.codeHash, hashOf(code)),
          isNull(signInCodes.usedAt),
          gt(signInCodes.expiresAt, new Date(now)),
        )
        const [used] = await tx
          .update(signInCodes)
          .set({ usedAt: new Date(now) })
          .where(unused)
          .returning()
        if (used === undefined)
          throw problem(
            'sign-in-code-invalid',
            'Print a new link with `npx footnote sign-in`; each works once, for 15 minutes.',
          )
        const { tenantId, objectId } = used
        await tx.insert(sessions).values({
          idHash: hashOf(id),
          tenantId,
          objectId,
          issuer: LOCAL_ISSUER,
          identity: {},
          refreshedAt: new Date(now),
          refreshAfter: expiresAt,
          createdAt: new Date(now),
          lastSeenAt: new Date(now),
          expiresAt,
        })
        await tx.delete(sessions).where(lt(sessions.expiresAt, new Date(now)))
      })
      return { id, expiresAt }
    },
    find: async (id, now) => {
      const belongs = and(eq(users.tenantId, sessions.tenantId), eq(users.objectId, sessions.objectId))
      const alive = and(eq(sessions.idHash, hashOf(id)), gt(sessions.expiresAt, new Date(now)))
      const [row] = await orm.select().from(sessions).innerJoin(users, belongs).where(alive)
      return row === undefined ? null : { principal: principalOf(row.users), expiresAt: row.sessions.expiresAt }
    },
    end: async (id) => {
      await orm.delete(sessions).where(eq(sessions.idHash, hashOf(id)))
    },
  }
}

function principalOf(user: typeof users.$inferSelect): Principal {
  return {
    tenant_id: user.tenantId,
    object_id: user.objectId,
    group_ids: user.groupIds,
    roles: user.roles.map((role) => Role.parse(role)),
    kind: 'user',
    display_name: user.displayName,
  }
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}
