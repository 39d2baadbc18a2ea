import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { Principal } from '../contracts/principal.ts'
import type { Orm } from '../platform/database/database.ts'
import { sessions, users } from '../platform/database/sign-in-schema.ts'

/** A session as it is stored, and since when the tokens of its person count. */
export interface StoredSession extends Readonly<typeof sessions.$inferSelect> {
  readonly tokensValidAfter: Date | null
}

const Identity = z.object({ provider: z.enum(['local', 'entra', 'oidc']), principal: Principal })

/** Who a session belongs to, as the provider last said. */
export function identityOf({ identity }: Pick<StoredSession, 'identity'>): z.infer<typeof Identity> {
  return Identity.parse(identity)
}

/** A session by the hash of its cookie value, or null. */
export async function readSession(orm: Orm, idHash: string): Promise<StoredSession | null> {
  const ofPerson = and(eq(users.tenantId, sessions.tenantId), eq(users.objectId, sessions.objectId))
  const [row] = await orm
    .select({ session: sessions, tokensValidAfter: users.tokensValidAfter })
    .from(sessions)
    .leftJoin(users, ofPerson)
    .where(eq(sessions.idHash, idHash))
  return row === undefined ? null : { ...row.session, tokensValidAfter: row.tokensValidAfter }
}

/** True when a session has reached its longest life, or was not used for too long. */
export function isOver(
  { expiresAt, lastSeenAt }: Pick<StoredSession, 'expiresAt' | 'lastSeenAt'>,
  idleLifetimeInMs: number,
  now: number,
): boolean {
  return expiresAt.getTime() <= now || lastSeenAt.getTime() + idleLifetimeInMs <= now
}
