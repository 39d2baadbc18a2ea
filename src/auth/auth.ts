import type { Auth, Authentication, Credential } from '../contracts/auth.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { type ProblemError, problem } from '../contracts/errors.ts'
import { API_KEY_START } from './api-key-format.ts'
import type { ApiKeys } from './api-keys.ts'
import { notAuthenticated } from './refusal.ts'
import type { Sessions } from './sessions.ts'
import type { Standing, StandingReader } from './standing.ts'
import type { Verified } from './verified.ts'
import type { TokenVerifier } from './verify-token.ts'

export interface AuthDependencies {
  readonly readStanding: StandingReader
  readonly sessions: Pick<Sessions, 'find'>
  readonly apiKeys: Pick<ApiKeys, 'find'>
  readonly verifyToken: TokenVerifier
}

/** Tells who is asking. Being signed in somewhere is not enough: tenant and person must be welcome here, right now. */
export function createAuth(dependencies: AuthDependencies): Auth {
  return {
    authenticate: async ({ credential }, context: CallContext): Promise<Authentication> => {
      const verified = await verify(dependencies, credential, context.clock.now())
      const { principal, expiresAt } = verified
      const caller = { tenantId: principal.tenant_id, objectId: principal.object_id }
      const standing = await dependencies.readStanding(caller)
      if (standing === null || !isWelcome(verified, standing)) throw refusalOf(credential)
      return {
        principal,
        access_epoch: standing.accessEpoch,
        library_epoch: standing.libraryEpoch,
        expires_at: expiresAt.toISOString(),
      }
    },
  }
}

async function verify(
  { sessions, apiKeys, verifyToken }: AuthDependencies,
  credential: Credential,
  now: number,
): Promise<Verified> {
  if (credential.type === 'bearer' && !credential.token.startsWith(API_KEY_START))
    return verifyToken(credential.token, now)
  const found =
    credential.type === 'session' ? await sessions.find(credential.id, now) : await apiKeys.find(credential.token, now)
  if (found === null) throw refusalOf(credential)
  return found
}

function isWelcome({ issuedAt, issuer }: Verified, { person }: Standing): boolean {
  if (person === null) return true
  if (person.isDisabled) return false
  if (issuer !== undefined && issuer !== person.issuer) return false
  return person.credentialsValidAfter === null || issuedAt >= person.credentialsValidAfter
}

/** The same words whatever was wrong: a caller learns nothing about accounts, keys or organisations. */
function refusalOf(credential: Credential): ProblemError {
  if (credential.type === 'session') return problem('not-authenticated', 'Your session has ended; sign in again.')
  return notAuthenticated()
}
