import { eq } from 'drizzle-orm'
import type { Auth, Authentication, Credential } from '../contracts/auth.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { Database } from '../platform/database/database.ts'
import { tenants } from '../platform/database/schema.ts'
import type { Sessions } from './sessions.ts'
import type { Verified } from './verified.ts'
import type { TokenVerifier } from './verify-token.ts'

export interface AuthDependencies {
  readonly database: Database
  readonly sessions: Sessions
  readonly verifyToken: TokenVerifier
}

/** Tells who is asking. Refuses tenants that are not known here: being signed in somewhere is not enough. */
export function createAuth({ database, sessions, verifyToken }: AuthDependencies): Auth {
  const verify = async (credential: Credential, now: number): Promise<Verified> => {
    if (credential.type === 'bearer') return verifyToken(credential.token, now)
    const session = await sessions.find(credential.id, now)
    if (session === null) throw problem('not-authenticated', 'Your session has ended; sign in again.')
    return session
  }
  return {
    authenticate: async ({ credential }, context: CallContext): Promise<Authentication> => {
      const { principal, expiresAt } = await verify(credential, context.clock.now())
      const [tenant] = await database.system.select().from(tenants).where(eq(tenants.id, principal.tenant_id))
      if (tenant === undefined)
        throw problem('not-authenticated', 'Your organisation is not set up here; ask its administrator.')
      return {
        principal,
        access_epoch: tenant.accessEpoch,
        library_epoch: tenant.libraryEpoch,
        expires_at: expiresAt.toISOString(),
      }
    },
  }
}
