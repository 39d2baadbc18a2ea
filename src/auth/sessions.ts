import { and, eq, lt } from 'drizzle-orm'
import type { Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { sessions } from '../platform/database/sign-in-schema.ts'
import type { IdentityProvider, ProviderName, ProviderTokens } from './identity-provider.ts'
import { createSessionRefresh, isStale } from './refresh-session.ts'
import type { Seal } from './seal-secret.ts'
import { hashOfSecret, newSecret } from './secret-hash.ts'
import { identityOf, isOver, readSession } from './session-row.ts'
import type { Verified } from './verified.ts'
import type { TokenVerifier } from './verify-token.ts'

/** How often it is noted that a session is in use: writing at every request would cost more than the requests. */
const TOUCH_INTERVAL_IN_MS = 60_000
const MAXIMUM_USER_AGENT_LENGTH = 300

export interface StartedSession {
  /** The cookie value. It is kept nowhere else. */
  readonly id: string
  readonly expiresAt: Date
}

export interface NewSession {
  readonly provider: ProviderName
  readonly issuer: string
  readonly verified: Verified
  readonly tokens: ProviderTokens
  readonly userAgent: string | undefined
  /** When the provider was asked for the tokens, by our clock. */
  readonly askedAt: number
}

/** Who a session that has ended belonged to. */
export interface EndedSession {
  readonly provider: ProviderName
  readonly principal: Principal
}

/** Browser sessions live on the server, so that ending one really ends it. The database holds hashes of their ids only. */
export interface Sessions {
  readonly start: (session: NewSession, now: number) => Promise<StartedSession>
  /** Who a session belongs to, as the provider last said; null when it has ended. Asks the provider when that is too old. */
  readonly find: (id: string, now: number) => Promise<Verified | null>
  /** End a session; null when there was none. */
  readonly end: (id: string) => Promise<EndedSession | null>
}

export interface SessionsDependencies {
  readonly database: Database
  readonly seal: Seal
  readonly verifyToken: TokenVerifier
  readonly providers: readonly IdentityProvider[]
  readonly lifetimeInMs: number
  readonly idleLifetimeInMs: number
}

export function createSessions(dependencies: SessionsDependencies): Sessions {
  const { database, seal, lifetimeInMs, idleLifetimeInMs } = dependencies
  const { system: orm } = database
  const refresh = createSessionRefresh(dependencies)

  const touch = async (idHash: string, lastSeenAt: Date, now: number): Promise<void> => {
    if (now - lastSeenAt.getTime() < TOUCH_INTERVAL_IN_MS) return
    await orm
      .update(sessions)
      .set({ lastSeenAt: new Date(now) })
      .where(and(eq(sessions.idHash, idHash), lt(sessions.lastSeenAt, new Date(now))))
  }
  return {
    start: async ({ provider, issuer, verified, tokens, userAgent, askedAt }, now) => {
      const id = newSecret()
      const idHash = hashOfSecret(id)
      const { principal, expiresAt: refreshAfter } = verified
      const expiresAt = new Date(now + lifetimeInMs)
      await orm.delete(sessions).where(lt(sessions.expiresAt, new Date(now)))
      await orm.insert(sessions).values({
        idHash,
        tenantId: principal.tenant_id,
        objectId: principal.object_id,
        issuer,
        identity: { provider, principal },
        refreshToken: tokens.refreshToken === null ? null : seal.seal(tokens.refreshToken, idHash),
        // Not the present: rights that were taken away while the provider answered must not be missed. Not the time in the
        // token either: it has whole seconds, and Entra dates tokens back by five minutes.
        refreshedAt: new Date(askedAt),
        refreshAfter,
        userAgent: userAgent?.slice(0, MAXIMUM_USER_AGENT_LENGTH) ?? null,
        createdAt: new Date(now),
        lastSeenAt: new Date(now),
        expiresAt,
      })
      return { id, expiresAt }
    },
    find: async (id, now) => {
      const idHash = hashOfSecret(id)
      const stored = await readSession(orm, idHash)
      if (stored === null) return null
      if (isOver(stored, idleLifetimeInMs, now)) {
        await orm.delete(sessions).where(eq(sessions.idHash, idHash))
        return null
      }
      const current = isStale(stored, now) ? await refresh(stored, now) : stored
      if (current === null) return null
      await touch(idHash, current.lastSeenAt, now)
      const { principal } = identityOf(current)
      return { principal, issuedAt: current.refreshedAt, expiresAt: current.expiresAt }
    },
    end: async (id) => {
      const [ended] = await orm
        .delete(sessions)
        .where(eq(sessions.idHash, hashOfSecret(id)))
        .returning()
      return ended === undefined ? null : identityOf(ended)
    },
  }
}
