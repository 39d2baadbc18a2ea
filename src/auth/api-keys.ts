import { randomUUID } from 'node:crypto'
import { and, desc, eq, isNull, lt, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { ApiKeyInput, ApiKeyPage, ApiKeySummary, CreatedApiKey } from '../contracts/api-keys.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { hasRole, type Principal, Role } from '../contracts/principal.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database } from '../platform/database/database.ts'
import { apiKeys } from '../platform/database/sign-in-schema.ts'
import { readCursor, writeCursor } from '../platform/http/page-cursor.ts'
import { createApiKey, hashOfApiKey, isApiKey } from './api-key-format.ts'
import type { Verified } from './verified.ts'

const DAY_IN_MS = 86_400_000
/** The last use is written down this often at most: a busy script must not write with every request. */
const LAST_USE_INTERVAL_IN_MS = 60_000
/** How the object id of a key begins, so that it can never be that of a person. */
export const API_KEY_OBJECT_ID = 'key:'

export interface ApiKeys {
  /** Who a key stands for, or null: the same for unknown, expired and revoked ones. */
  readonly find: (key: string, now: number) => Promise<Verified | null>
  readonly create: (input: ApiKeyInput, context: CallContext) => Promise<CreatedApiKey>
  /** The keys of the organisation, newest first, ended ones included. */
  readonly list: (
    page: { readonly limit: number; readonly cursor?: string | undefined },
    context: CallContext,
  ) => Promise<ApiKeyPage>
  /** Refuse a key from now on; succeeds for one that was revoked before. */
  readonly revoke: (id: string, context: CallContext) => Promise<void>
}

type ApiKeyRow = typeof apiKeys.$inferSelect

/** Keys for scripts. The database holds hashes only: a copy of it opens nothing. */
export function createApiKeys({ database }: { readonly database: Database }): ApiKeys {
  return {
    find: (key, now) => find(database, key, now),
    create: (input, context) => create(database, input, context),
    list: (page, context) => list(database, page, context),
    revoke: (id, context) => revoke(database, id, context),
  }
}

async function find(database: Database, key: string, now: number): Promise<Verified | null> {
  if (!isApiKey(key)) return null
  // The tenant is what is being found out.
  const [row] = await database.system
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.secretHash, hashOfApiKey(key)))
  if (row === undefined || row.revokedAt !== null || row.expiresAt.getTime() <= now) return null
  await recordUse(database, row, now)
  return { principal: principalOf(row), issuedAt: row.createdAt, expiresAt: row.expiresAt }
}

async function recordUse(database: Database, { tenantId, id, lastUsedAt }: ApiKeyRow, now: number): Promise<void> {
  const due = new Date(now - LAST_USE_INTERVAL_IN_MS)
  if (lastUsedAt !== null && lastUsedAt > due) return
  const unwritten = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, due))
  await database
    .forTenant(tenantId)
    .update(apiKeys)
    .set({ lastUsedAt: new Date(now) })
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id), unwritten))
}

function principalOf({ tenantId, id, name, roles, groupIds }: ApiKeyRow): Principal {
  const held = roles.map((role) => Role.parse(role))
  return {
    tenant_id: tenantId,
    object_id: `${API_KEY_OBJECT_ID}${id}`,
    group_ids: groupIds,
    roles: held,
    kind: 'application',
    display_name: name,
    role_origins: Object.fromEntries(held.map((role) => [role, `given to the API key "${name}"`])),
    groups_from: 'api-key',
  }
}

async function create(
  database: Database,
  { name, roles, group_ids, expires_in_days }: ApiKeyInput,
  context: CallContext,
): Promise<CreatedApiKey> {
  const { principal, clock } = context
  requireMayGive(principal, { roles, group_ids })
  const now = clock.now()
  const { key, prefix, secretHash } = createApiKey()
  const values = {
    tenantId: principal.tenant_id,
    id: randomUUID(),
    name,
    prefix,
    secretHash,
    roles: [...new Set(roles)],
    groupIds: [...new Set(group_ids)],
    createdBy: principal.object_id,
    createdAt: new Date(now),
    expiresAt: new Date(now + expires_in_days * DAY_IN_MS),
  }
  return database.forTenant(principal.tenant_id).transaction(async (tx) => {
    const [row] = await tx.insert(apiKeys).values(values).returning()
    if (row === undefined) throw new Error('the new API key was not returned')
    const detail = { roles: row.roles, group_ids: row.groupIds, expires_at: row.expiresAt.toISOString() }
    await noteAct(tx, context, { kind: 'api-key-created', object: `${API_KEY_OBJECT_ID}${row.id}`, detail })
    return { ...summaryOf(row), key }
  })
}

/** Nobody gives what they do not have; an administrator may give any group. A key that leaked must not make others. */
function requireMayGive(principal: Principal, wanted: Pick<ApiKeyInput, 'roles' | 'group_ids'>): void {
  if (principal.object_id.startsWith(API_KEY_OBJECT_ID))
    throw problem('role-missing', 'An API key cannot make API keys; sign in as a person.')
  const role = wanted.roles.find((each) => !hasRole(principal, each))
  if (role !== undefined) throw problem('role-missing', `You cannot give the role ${role}, which you do not have.`)
  if (hasRole(principal, 'Admin')) return
  const group = wanted.group_ids.find((id) => !principal.group_ids.includes(id))
  if (group !== undefined) throw problem('role-missing', `You cannot give the group ${group}, which you are not in.`)
}

async function list(
  database: Database,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  { principal }: CallContext,
): Promise<ApiKeyPage> {
  const after = cursor === undefined ? undefined : isAfter(readCursor(cursor, z.uuid()))
  const rows = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, principal.tenant_id), after))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next_cursor = rows.length > limit && last !== undefined ? writeCursor(last.createdAt, last.id) : null
  return { api_keys: shown.map(summaryOf), next_cursor }
}

function isAfter({ createdAt: at, id }: ReturnType<typeof readCursor>): SQL | undefined {
  return or(lt(apiKeys.createdAt, at), and(eq(apiKeys.createdAt, at), lt(apiKeys.id, id)))
}

async function revoke(database: Database, id: string, context: CallContext): Promise<void> {
  const { principal, clock } = context
  const tenantId = principal.tenant_id
  const one = and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id))
  await database.forTenant(tenantId).transaction(async (tx) => {
    const revoked = await tx
      .update(apiKeys)
      .set({ revokedAt: new Date(clock.now()) })
      .where(and(one, isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id })
    if (revoked.length > 0) {
      await noteAct(tx, context, { kind: 'api-key-revoked', object: `${API_KEY_OBJECT_ID}${id}` })
      return
    }
    const [known] = await tx.select({ id: apiKeys.id }).from(apiKeys).where(one)
    if (known === undefined) throw problem('not-found', 'There is no such API key; list them to find its id.')
  })
}

function summaryOf(row: ApiKeyRow): ApiKeySummary {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    object_id: `${API_KEY_OBJECT_ID}${row.id}`,
    roles: row.roles.map((role) => Role.parse(role)),
    group_ids: row.groupIds,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    revoked_at: row.revokedAt?.toISOString() ?? null,
  }
}
