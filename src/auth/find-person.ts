import { and, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import type { AccessExplanation } from '../contracts/access-explanation.ts'
import { Role } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { apiKeys, users } from '../platform/database/sign-in-schema.ts'
import { API_KEY_OBJECT_ID } from './api-keys.ts'
import { LOCAL_ISSUER } from './token-issuer.ts'

/** What is known here of somebody who may ask: a person or an API key. */
export type KnownPerson = AccessExplanation['person']

/** Look somebody up by object id, or by the e-mail address of an account that is kept here. Somebody who never signed in here is not known, and has no groups unless they are given. */
export async function findPerson(
  database: Database,
  tenantId: string,
  objectId: string,
  now: number,
): Promise<KnownPerson> {
  const found = objectId.startsWith(API_KEY_OBJECT_ID)
    ? await findKey(database, tenantId, objectId, now)
    : await findUser(database, tenantId, objectId)
  const nobody = {
    display_name: null,
    known: false,
    kind: 'user',
    disabled: false,
    roles: null,
    group_ids: [],
    groups_from: 'unknown',
  } as const
  return found ?? { object_id: objectId, ...nobody, group_ids: [] }
}

async function findUser(database: Database, tenantId: string, name: string): Promise<KnownPerson | null> {
  const named = or(eq(users.objectId, name), eq(users.email, name.toLowerCase()))
  const [row] = await database
    .forTenant(tenantId)
    .select()
    .from(users)
    .where(and(eq(users.tenantId, tenantId), named))
  if (row === undefined) return null
  return {
    object_id: row.objectId,
    display_name: row.displayName,
    known: true,
    kind: 'user',
    disabled: row.disabledAt !== null,
    roles: row.roles.map((role) => Role.parse(role)),
    group_ids: row.groupIds,
    groups_from: row.issuer === LOCAL_ISSUER ? 'account' : 'last-sign-in',
  }
}

async function findKey(
  database: Database,
  tenantId: string,
  objectId: string,
  now: number,
): Promise<KnownPerson | null> {
  const id = z.uuid().safeParse(objectId.slice(API_KEY_OBJECT_ID.length))
  if (!id.success) return null
  const [row] = await database
    .forTenant(tenantId)
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.tenantId, tenantId), eq(apiKeys.id, id.data)))
  if (row === undefined) return null
  return {
    object_id: objectId,
    display_name: row.name,
    known: true,
    kind: 'api-key',
    disabled: row.revokedAt !== null || row.expiresAt.getTime() <= now,
    roles: row.roles.map((role) => Role.parse(role)),
    group_ids: row.groupIds,
    groups_from: 'api-key',
  }
}
