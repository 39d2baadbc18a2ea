import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import { type ProblemError, problem } from '../contracts/errors.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { signInCodes } from '../platform/database/sign-in-schema.ts'
import { hashOfSecret, newSecret } from './secret-hash.ts'

/** A sign-in link is used within minutes of being printed. */
export const SIGN_IN_CODE_LIFETIME_IN_MS = 15 * 60_000
/** An invitation waits in somebody's mailbox over a weekend. */
export const INVITATION_LIFETIME_IN_MS = 72 * 3_600_000

export interface CodeOwner {
  readonly tenantId: string
  readonly objectId: string
}

/** One-time codes that sign a person in. */
export interface SignInCodes {
  readonly create: (owner: CodeOwner, lifetimeInMs: number, now: number) => Promise<string>
  /** Whose code this is, leaving it unused; null when it is unknown, old or used. */
  readonly find: (code: string, now: number) => Promise<CodeOwner | null>
}

export function createSignInCodes({ system: orm }: Pick<Database, 'system'>): SignInCodes {
  return {
    create: async ({ tenantId, objectId }, lifetimeInMs, now) => {
      const code = newSecret()
      const expiresAt = new Date(now + lifetimeInMs)
      await orm.delete(signInCodes).where(lt(signInCodes.expiresAt, new Date(now)))
      await orm.insert(signInCodes).values({ codeHash: hashOfSecret(code), tenantId, objectId, expiresAt })
      return code
    },
    find: async (code, now) => {
      const [row] = await orm.select().from(signInCodes).where(unused(code, now))
      return row === undefined ? null : { tenantId: row.tenantId, objectId: row.objectId }
    },
  }
}

/** Use a code up inside a transaction: of two who try at the same time, one gets its owner. Throws `sign-in-code-invalid`. */
export async function redeemSignInCode(transaction: Transaction, code: string, now: number): Promise<CodeOwner> {
  const [used] = await transaction
    .update(signInCodes)
    .set({ usedAt: new Date(now) })
    .where(unused(code, now))
    .returning()
  if (used === undefined) throw codeInvalid()
  return { tenantId: used.tenantId, objectId: used.objectId }
}

/** The link that signs a person in when it is opened. */
export function signInUrl(baseUrl: string, code: string): string {
  return `${baseUrl}/auth/sign-in?code=${code}`
}

export function codeInvalid(): ProblemError {
  return problem(
    'sign-in-code-invalid',
    'Print a new link with `npx footnote sign-in`, or ask an administrator for one; each works once and for a short time.',
  )
}

function unused(code: string, now: number) {
  return and(
    eq(signInCodes.codeHash, hashOfSecret(code)),
    isNull(signInCodes.usedAt),
    gt(signInCodes.expiresAt, new Date(now)),
  )
}
