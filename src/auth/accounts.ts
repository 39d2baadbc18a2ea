import { and, eq, isNull } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { Role, systemPrincipal } from '../contracts/principal.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database, Orm } from '../platform/database/database.ts'
import { users } from '../platform/database/sign-in-schema.ts'
import { objectionToPassword } from './check-new-password.ts'
import type { Passwords } from './hash-password.ts'
import { type CodeOwner, redeemSignInCode } from './sign-in-codes.ts'

/** Somebody whose roles and groups are kept here. */
export interface Account {
  readonly objectId: string
  readonly displayName: string
  readonly email: string | null
  readonly hasPassword: boolean
  readonly roles: readonly Role[]
  readonly groupIds: readonly string[]
}

export interface NewPassword {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** Why a form was not accepted: a sentence for each field that needs attention. */
export type Objections = Partial<Record<keyof NewPassword, string>>

/** The accounts of this installation's own tenant, as the local provider uses them. Disabled ones are as good as absent. */
export interface Accounts {
  readonly find: (objectId: string) => Promise<Account | null>
  /** The account with this e-mail address and password, or null. Takes as long for an unknown address. */
  readonly signIn: (email: string, password: string) => Promise<Account | null>
  /** Write down that somebody tried to sign in with this address and a wrong password; the address itself is not kept. */
  readonly noteRefusal: (email: string, call: Pick<CallContext, 'clock' | 'requestId'>) => Promise<void>
  /** Use up a code; returns whose it was. Throws `sign-in-code-invalid`, also for a disabled account. */
  readonly signInByCode: (code: string, now: number) => Promise<Account>
  /** Use up a code to name oneself and choose a password. Returns the account, or what to correct; then the code stays. */
  readonly choosePassword: (code: string, chosen: NewPassword, now: number) => Promise<Account | Objections>
}

export interface AccountsDependencies {
  readonly database: Database
  readonly passwords: Passwords
  /** The tenant whose people sign in here. */
  readonly tenantId: string
}

const EMAIL = /^[^\s@<>"]{1,64}@[^\s@<>"]{1,190}$/
const MAXIMUM_NAME_LENGTH = 100

export function createAccounts({ database, passwords, tenantId }: AccountsDependencies): Accounts {
  const { system: orm } = database
  const active = and(eq(users.tenantId, tenantId), isNull(users.disabledAt))

  const find = async (objectId: string): Promise<Account | null> => {
    const [row] = await orm
      .select()
      .from(users)
      .where(and(active, eq(users.objectId, objectId)))
    return row === undefined ? null : accountOf(row)
  }
  return {
    find,
    signIn: async (email, password) => {
      const [row] = await orm
        .select()
        .from(users)
        .where(and(active, eq(users.email, normalEmail(email))))
      const stored = row?.passwordHash ?? null
      if (!(await passwords.verify(password, stored)) || row === undefined || stored === null) return null
      if (passwords.isOutdated(stored)) {
        const unchanged = and(active, eq(users.objectId, row.objectId), eq(users.passwordHash, stored))
        await orm
          .update(users)
          .set({ passwordHash: await passwords.hash(password) })
          .where(unchanged)
      }
      return accountOf(row)
    },
    noteRefusal: (email, call) => noteRefusal(orm, { tenantId, email: normalEmail(email) }, call),
    signInByCode: async (code, now) => {
      const owner = await orm.transaction((tx) => redeemSignInCode(tx, code, now))
      return requireAccount(await accountFor(owner))
    },
    choosePassword: async (code, given, now) => {
      const chosen = { ...given, name: given.name.trim(), email: normalEmail(given.email) }
      const objections = objectionsTo(chosen)
      if (Object.keys(objections).length > 0) return objections
      const passwordHash = await passwords.hash(chosen.password)
      try {
        return await orm.transaction(async (tx) => {
          const owner = await redeemSignInCode(tx, code, now)
          const [row] = await tx
            .update(users)
            .set({ displayName: chosen.name, email: chosen.email, passwordHash })
            .where(and(active, ofOwner(owner), isNull(users.passwordHash)))
            .returning()
          return requireAccount(row === undefined ? null : accountOf(row))
        })
      } catch (error) {
        if (isTaken(error)) return { email: 'Another account here has this e-mail address; use a different one.' }
        throw error
      }
    },
  }

  async function accountFor({ tenantId: owningTenant, objectId }: CodeOwner): Promise<Account | null> {
    return owningTenant === tenantId ? find(objectId) : null
  }
}

/** Write down that somebody was not let in; whether the address is known is told, the address is not. */
async function noteRefusal(
  orm: Orm,
  { tenantId, email }: { readonly tenantId: string; readonly email: string },
  call: Pick<CallContext, 'clock' | 'requestId'>,
): Promise<void> {
  const [known] = await orm
    .select({ objectId: users.objectId })
    .from(users)
    .where(and(eq(users.tenantId, tenantId), eq(users.email, email)))
  const principal = { ...systemPrincipal(tenantId, 'sign-in'), roles: [] }
  const whose = known === undefined ? {} : { object: `user:${known.objectId}` }
  const detail = { provider: 'local', account: known === undefined ? 'unknown' : 'known' }
  await noteAct(orm, { principal, ...call }, { kind: 'sign-in-refused', ...whose, detail })
}

/** E-mail addresses are compared in lower case; the column holds them so. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase()
}

/** What is wrong with an e-mail address, in a sentence; null when it can be used. */
export function objectionToEmail(email: string): string | null {
  return EMAIL.test(email) ? null : 'Write an e-mail address like name@example.org.'
}

/** What is wrong with a name, in a sentence; null when it can be used. */
export function objectionToName(name: string): string | null {
  if (name === '') return 'Write the name that colleagues know you by.'
  return name.length > MAXIMUM_NAME_LENGTH ? `Use at most ${MAXIMUM_NAME_LENGTH} characters.` : null
}

/** True when a change failed because another account has the e-mail address. */
export function isTaken(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && cause.code === '23505') return true
  }
  return false
}

function objectionsTo({ name, email, password }: NewPassword): Objections {
  const found = {
    name: objectionToName(name),
    email: objectionToEmail(email),
    password: objectionToPassword(password, { email, name }),
  }
  return Object.fromEntries(Object.entries(found).filter(([, objection]) => objection !== null))
}

function ofOwner({ tenantId, objectId }: CodeOwner) {
  return and(eq(users.tenantId, tenantId), eq(users.objectId, objectId))
}

function requireAccount(account: Account | null): Account {
  if (account !== null) return account
  throw problem('sign-in-code-invalid', 'This account cannot sign in; ask an administrator.')
}

function accountOf(row: typeof users.$inferSelect): Account {
  return {
    objectId: row.objectId,
    displayName: row.displayName,
    email: row.email,
    hasPassword: row.passwordHash !== null,
    roles: row.roles.map((role) => Role.parse(role)),
    groupIds: row.groupIds,
  }
}
