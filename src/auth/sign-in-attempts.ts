import { and, eq, gt, lt } from 'drizzle-orm'
import type { Database } from '../platform/database/database.ts'
import { signInAttempts } from '../platform/database/sign-in-schema.ts'
import { hashOfSecret } from './secret-hash.ts'

/** Long enough to find a phone for the second factor. */
export const ATTEMPT_LIFETIME_IN_MS = 15 * 60_000

/** What must come back from the provider unchanged. */
export interface SignInAttempt {
  readonly provider: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  readonly returnTo: string
}

/** Sign-ins that are under way. Each belongs to the browser that began it, whose cookie holds the `binding`. */
export interface SignInAttempts {
  readonly begin: (binding: string, attempt: SignInAttempt, now: number) => Promise<void>
  /** Take an attempt: the second who asks for it gets null, as does another browser. */
  readonly take: (binding: string, state: string, now: number) => Promise<SignInAttempt | null>
}

export function createSignInAttempts({ system: orm }: Pick<Database, 'system'>): SignInAttempts {
  // A browser may sign in in two tabs at once; each has a state of its own.
  const keyOf = (binding: string, state: string) => hashOfSecret(`${binding}.${state}`)
  return {
    begin: async (binding, attempt, now) => {
      const expiresAt = new Date(now + ATTEMPT_LIFETIME_IN_MS)
      await orm.delete(signInAttempts).where(lt(signInAttempts.expiresAt, new Date(now)))
      await orm.insert(signInAttempts).values({ ...attempt, idHash: keyOf(binding, attempt.state), expiresAt })
    },
    take: async (binding, state, now) => {
      const alive = and(eq(signInAttempts.idHash, keyOf(binding, state)), gt(signInAttempts.expiresAt, new Date(now)))
      const [taken] = await orm.delete(signInAttempts).where(alive).returning()
      return taken ?? null
    },
  }
}
