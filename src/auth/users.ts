import { randomUUID } from 'node:crypto'
import { and, desc, eq, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { Role } from '../contracts/principal.ts'
import type { Invitation, InvitedUser, SignInLink, User, UserChange, UserPage } from '../contracts/users.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { tenants } from '../platform/database/schema.ts'
import { sessions, users } from '../platform/database/sign-in-schema.ts'
import { readCursor, writeCursor } from '../platform/http/page-cursor.ts'
import { isTaken } from './accounts.ts'
import { forgetPerson } from './provider-records.ts'
import { INVITATION_LIFETIME_IN_MS, SIGN_IN_CODE_LIFETIME_IN_MS, type SignInCodes, signInUrl } from './sign-in-codes.ts'
import { LOCAL_ISSUER } from './token-issuer.ts'

type UserRow = typeof users.$inferSelect

export interface ListInput {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly email?: string | undefined
}

/** The people of a tenant, for its administrators. */
export interface Users {
  readonly list: (input: ListInput, context: CallContext) => Promise<UserPage>
  /** Make an account, and the link with which its owner signs in first. Throws `user-exists`. */
  readonly invite: (invitation: Invitation, context: CallContext) => Promise<InvitedUser>
  /** Give or take rights. Takes effect at the person's next request. */
  readonly change: (id: string, change: UserChange, context: CallContext) => Promise<User>
  /** A new link for a local account; with `resetPassword` the person chooses a new one, and is signed out everywhere. */
  readonly createLink: (id: string, resetPassword: boolean, context: CallContext) => Promise<SignInLink>
}

export interface UsersDependencies {
  readonly database: Database
  readonly codes: SignInCodes
  readonly baseAddress: () => string
  /** The tenant whose accounts are kept here; null where nobody signs in with such an account. */
  readonly localTenantId: string | null
}

export function createUsers({ database, codes, baseAddress, localTenantId }: UsersDependencies): Users {
  const linkFor = async (tenantId: string, user: UserRow, now: number): Promise<SignInLink> => {
    const lifetimeInMs = user.passwordHash === null ? INVITATION_LIFETIME_IN_MS : SIGN_IN_CODE_LIFETIME_IN_MS
    const code = await codes.create({ tenantId, objectId: user.objectId }, lifetimeInMs, now)
    return { url: signInUrl(baseAddress(), code), expires_at: new Date(now + lifetimeInMs).toISOString() }
  }
  return {
    list: (input, { principal }) => listUsers(database, principal.tenant_id, input),
    invite: async ({ display_name, email, roles, group_ids }, context) => {
      const { principal, clock } = context
      const tenantId = principal.tenant_id
      if (tenantId !== localTenantId)
        throw problem(
          'not-allowed-now',
          'People of your organisation sign in with its own provider; invite them there.',
        )
      const now = clock.now()
      const values = { tenantId, objectId: randomUUID(), displayName: display_name, email, roles, groupIds: group_ids }
      const row = await database
        .forTenant(tenantId)
        .transaction((tx) => addAccount(tx, { ...values, createdAt: new Date(now) }, context))
        .catch((error: unknown) => {
          if (isTaken(error)) throw problem('user-exists', 'Somebody here has this e-mail address; see GET /api/users.')
          throw error
        })
      return { user: userOf(row), link: await linkFor(tenantId, row, now) }
    },
    change: async (id, change, context) => {
      const changed = await database
        .forTenant(context.principal.tenant_id)
        .transaction((tx) => changeUser(tx, id, change, context))
      // What the provider remembers belongs to no tenant; a disabled account gets no token from it in between.
      if (change.disabled === true) await forgetPerson(database, id)
      return userOf(changed)
    },
    createLink: async (id, resetPassword, context) => {
      const { principal, clock } = context
      const tenantId = principal.tenant_id
      const now = clock.now()
      const user = await database.forTenant(tenantId).transaction((tx) => prepareLink(tx, id, resetPassword, context))
      if (resetPassword) await forgetPerson(database, id)
      return linkFor(tenantId, user, now)
    },
  }
}

async function addAccount(
  tx: Transaction,
  values: typeof users.$inferInsert & Pick<UserRow, 'roles' | 'groupIds'>,
  context: CallContext,
): Promise<UserRow> {
  const [row] = await tx.insert(users).values(values).returning()
  if (row === undefined) throw new Error('the account was not stored')
  const detail = { roles: [...values.roles], group_ids: [...values.groupIds] }
  await noteAct(tx, context, { kind: 'user-invited', object: `user:${row.objectId}`, detail })
  return row
}

/** Whom a link is for; with `resetPassword` they have no password any more and are signed out everywhere. */
async function prepareLink(
  tx: Transaction,
  id: string,
  resetPassword: boolean,
  context: CallContext,
): Promise<UserRow> {
  const { tenant_id: tenantId } = context.principal
  const found = await requireUser(tx, tenantId, id)
  if (found.issuer !== LOCAL_ISSUER || found.disabledAt !== null)
    throw problem('not-allowed-now', 'Links are for active accounts that are kept here.')
  const detail = { reset_password: resetPassword }
  await noteAct(tx, context, { kind: 'sign-in-link-made', object: `user:${id}`, detail })
  if (!resetPassword) return found
  await endSessions(tx, found)
  const [reset] = await tx
    .update(users)
    .set({ passwordHash: null, tokensValidAfter: new Date(context.clock.now()) })
    .where(ofUser(tenantId, id))
    .returning()
  return reset ?? found
}

async function listUsers(database: Database, tenantId: string, { limit, cursor, email }: ListInput): Promise<UserPage> {
  const conditions: (SQL | undefined)[] = [eq(users.tenantId, tenantId)]
  if (email !== undefined) conditions.push(eq(users.email, email.trim().toLowerCase()))
  if (cursor !== undefined) {
    const { createdAt, id } = readCursor(cursor, z.string().min(1).max(200))
    conditions.push(or(lt(users.createdAt, createdAt), and(eq(users.createdAt, createdAt), lt(users.objectId, id))))
  }
  const rows = await database
    .forTenant(tenantId)
    .select()
    .from(users)
    .where(and(...conditions))
    .orderBy(desc(users.createdAt), desc(users.objectId))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next_cursor = rows.length > limit && last !== undefined ? writeCursor(last.createdAt, last.objectId) : null
  return { users: shown.map(userOf), next_cursor }
}

async function changeUser(tx: Transaction, id: string, change: UserChange, context: CallContext) {
  const { principal, clock } = context
  const tenantId = principal.tenant_id
  const now = new Date(clock.now())
  const touchesRights = change.roles !== undefined || change.group_ids !== undefined || change.disabled !== undefined
  // First, so that its lock lets one change of rights after the other see who still is an administrator.
  if (touchesRights)
    await tx
      .update(tenants)
      .set({ accessEpoch: sql`${tenants.accessEpoch} + 1` })
      .where(eq(tenants.id, tenantId))
  const user = await requireUser(tx, tenantId, id)
  const isLocal = user.issuer === LOCAL_ISSUER
  if (!isLocal && (change.roles !== undefined || change.group_ids !== undefined || change.display_name !== undefined))
    throw problem(
      'not-allowed-now',
      'Name, roles and groups of this person come from their provider; change them there.',
    )
  const keepsAdmin = (change.roles ?? user.roles).includes('Admin') && change.disabled !== true
  if (id === principal.object_id && !keepsAdmin)
    throw problem('administrator-needed', 'You cannot take your own rights away; ask another administrator.')
  if (!keepsAdmin) await requireOtherAdmin(tx, tenantId, id)
  if (change.disabled === true) await endSessions(tx, user)
  const [changed] = await tx
    .update(users)
    .set({
      ...(change.display_name === undefined ? {} : { displayName: change.display_name }),
      ...(change.roles === undefined ? {} : { roles: change.roles }),
      ...(change.group_ids === undefined ? {} : { groupIds: change.group_ids }),
      ...(change.disabled === undefined ? {} : { disabledAt: change.disabled ? (user.disabledAt ?? now) : null }),
      ...(touchesRights ? { tokensValidAfter: now } : {}),
    })
    .where(ofUser(tenantId, id))
    .returning()
  await noteAct(tx, context, {
    kind: 'user-changed',
    object: `user:${id}`,
    detail: { before: rightsOf(user), after: rightsOf(changed ?? user) },
  })
  return changed ?? user
}

const rightsOf = ({ roles, groupIds, disabledAt }: UserRow) => ({
  roles,
  group_ids: groupIds,
  disabled: disabledAt !== null,
})

async function requireUser(tx: Transaction, tenantId: string, id: string): Promise<UserRow> {
  const [user] = await tx.select().from(users).where(ofUser(tenantId, id))
  if (user === undefined) throw problem('not-found', 'There is nobody with this id; see GET /api/users.')
  return user
}

function isActiveAdmin({ roles, disabledAt, issuer }: UserRow): boolean {
  return issuer === LOCAL_ISSUER && roles.includes('Admin') && disabledAt === null
}

/** Throw `administrator-needed` for the last active administrator: without one, nobody could ever give rights again. */
export async function requireOtherAdmin(tx: Transaction, tenantId: string, id: string): Promise<void> {
  const active = and(eq(users.tenantId, tenantId), isNull(users.disabledAt))
  const administrators = (await tx.select().from(users).where(active)).filter(isActiveAdmin)
  if (administrators.length === 1 && administrators[0]?.objectId === id)
    throw problem('administrator-needed', 'This is the last active administrator; make somebody else one first.')
}

/** The sessions of a person end at once. */
async function endSessions(tx: Transaction, { tenantId, objectId }: UserRow): Promise<void> {
  await tx.delete(sessions).where(and(eq(sessions.tenantId, tenantId), eq(sessions.objectId, objectId)))
}

function ofUser(tenantId: string, id: string) {
  return and(eq(users.tenantId, tenantId), eq(users.objectId, id))
}

function userOf(row: UserRow): User {
  return {
    id: row.objectId,
    display_name: row.displayName,
    email: row.email,
    provider: row.issuer === LOCAL_ISSUER ? 'local' : row.issuer,
    roles: row.roles.map((role) => Role.parse(role)),
    group_ids: row.groupIds,
    state: stateOf(row),
    last_sign_in_at: row.lastSignInAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  }
}

function stateOf({ disabledAt, issuer, passwordHash, lastSignInAt }: UserRow): User['state'] {
  if (disabledAt !== null) return 'disabled'
  return issuer === LOCAL_ISSUER && passwordHash === null && lastSignInAt === null ? 'invited' : 'active'
}
