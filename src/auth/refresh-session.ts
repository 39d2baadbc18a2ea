import { setTimeout as pause } from 'node:timers/promises'
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { isProblem, problem } from '../contracts/errors.ts'
import { sessions } from '../platform/database/sign-in-schema.ts'
import type { ProviderTokens } from './identity-provider.ts'
import { identityOf, readSession, type StoredSession } from './session-row.ts'
import type { SessionsDependencies } from './sessions.ts'
import type { Verified } from './verified.ts'

/** How long a session is still believed when its provider cannot be reached. */
const UNREACHABLE_GRACE_IN_MS = 15 * 60_000
/** Longer than any provider takes to answer; a process that dies while it asks blocks the others no longer than this. */
const CLAIM_IN_MS = 30_000
/** An unreachable provider is asked again only after this pause. */
const RETRY_PAUSE_IN_MS = 5_000
/** How long a request waits for another process that is asking. */
const LOOKS = 20
const LOOK_INTERVAL_IN_MS = 100

/** True when the provider must be asked before a session is believed. */
export function isStale(session: StoredSession, now: number): boolean {
  return session.refreshAfter.getTime() <= now || rightsChanged(session)
}

/** Rights were taken away after the provider last spoke: what it said then counts no more. */
function rightsChanged({ tokensValidAfter, refreshedAt }: StoredSession): boolean {
  return tokensValidAfter !== null && tokensValidAfter > refreshedAt
}

/** Asks the provider again, once for all requests of a session that wait, whichever process they reached. */
export type SessionRefresh = (session: StoredSession, now: number) => Promise<StoredSession | null>

/** `null` is a session that has ended: the provider refused. Throws `service-unavailable` when it cannot be told. */
export function createSessionRefresh(dependencies: SessionsDependencies): SessionRefresh {
  const running = new Map<string, Promise<StoredSession | null>>()
  return (session, now) => {
    const { idHash } = session
    const known = running.get(idHash)
    if (known !== undefined) return known
    const asking = refresh(dependencies, session, now).finally(() => running.delete(idHash))
    running.set(idHash, asking)
    return asking
  }
}

async function refresh(dependencies: SessionsDependencies, session: StoredSession, now: number) {
  if (await claim(dependencies, session, now)) return askProvider(dependencies, session, now)
  if (isInGrace(session, now)) return session
  return waitForOther(dependencies, session, now)
}

/** Of all processes that want to ask, one gets to: a refresh token works once. */
async function claim({ database }: SessionsDependencies, session: StoredSession, now: number): Promise<boolean> {
  const free = or(isNull(sessions.refreshClaimedUntil), lte(sessions.refreshClaimedUntil, new Date(now)))
  const same = and(eq(sessions.idHash, session.idHash), eq(sessions.refreshedAt, session.refreshedAt))
  const claimed = await database.system
    .update(sessions)
    .set({ refreshClaimedUntil: new Date(now + CLAIM_IN_MS) })
    .where(and(same, free))
    .returning({ idHash: sessions.idHash })
  return claimed.length > 0
}

async function askProvider(dependencies: SessionsDependencies, session: StoredSession, now: number) {
  const { database } = dependencies
  const ofSession = eq(sessions.idHash, session.idHash)
  try {
    const renewed = await newIdentity(dependencies, session, now)
    if (renewed === null) {
      await database.system.delete(sessions).where(ofSession)
      return null
    }
    return await store(dependencies, session, renewed, now)
  } catch (error) {
    if (!isProblem(error) || error.code !== 'service-unavailable') throw error
    const refreshClaimedUntil = new Date(now + RETRY_PAUSE_IN_MS)
    await database.system.update(sessions).set({ refreshClaimedUntil }).where(ofSession)
    if (isInGrace(session, now)) return session
    throw error
  }
}

interface Renewed {
  readonly tokens: ProviderTokens
  readonly verified: Verified
}

/** What the provider says now; null when it refuses, or speaks of somebody else. */
async function newIdentity(
  { seal, providers, verifyToken }: SessionsDependencies,
  session: StoredSession,
  now: number,
): Promise<Renewed | null> {
  const { provider: name, principal } = identityOf(session)
  const refreshToken = session.refreshToken === null ? null : seal.open(session.refreshToken, session.idHash)
  const provider = providers.find((known) => known.name === name)
  if (refreshToken === null || provider === undefined) return null
  const tokens = await provider.refresh(refreshToken)
  if (tokens === null) return null
  const verified = await verifyToken(tokens.accessToken, now).catch((error: unknown) => {
    if (isProblem(error) && error.code === 'service-unavailable') throw error
    return null
  })
  const same =
    verified?.principal.tenant_id === principal.tenant_id && verified.principal.object_id === principal.object_id
  return verified !== null && same ? { tokens, verified } : null
}

async function store(
  { database, seal }: SessionsDependencies,
  session: StoredSession,
  { tokens, verified }: Renewed,
  now: number,
): Promise<StoredSession | null> {
  const { idHash } = session
  const { provider } = identityOf(session)
  const [row] = await database.system
    .update(sessions)
    .set({
      identity: { provider, principal: verified.principal },
      refreshToken: tokens.refreshToken === null ? null : seal.seal(tokens.refreshToken, idHash),
      // The time at which the question was put: a change that came while it was answered asks again.
      refreshedAt: new Date(now),
      refreshAfter: verified.expiresAt,
      refreshClaimedUntil: null,
    })
    .where(eq(sessions.idHash, idHash))
    .returning()
  return row === undefined ? null : { ...row, tokensValidAfter: session.tokensValidAfter }
}

function isInGrace(session: StoredSession, now: number): boolean {
  return !rightsChanged(session) && now < session.refreshAfter.getTime() + UNREACHABLE_GRACE_IN_MS
}

async function waitForOther({ database }: SessionsDependencies, session: StoredSession, now: number) {
  for (let look = 0; look < LOOKS; look += 1) {
    const current = await readSession(database.system, session.idHash)
    if (current === null || !isStale(current, now)) return current
    await pause(LOOK_INTERVAL_IN_MS)
  }
  throw problem('service-unavailable', 'Your sign-in could not be confirmed right now; try again in a moment.', {
    retryAfterInSeconds: 5,
  })
}
