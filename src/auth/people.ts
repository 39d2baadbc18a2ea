import { and, eq, ne } from 'drizzle-orm'
import { problem } from '../contracts/errors.ts'
import type { Database } from '../platform/database/database.ts'
import { tenants, users } from '../platform/database/schema.ts'
import { LOCAL_ISSUER } from './token-issuer.ts'
import type { Verified } from './verified.ts'

/**
 * Note that somebody signed in. Roles and groups of people of other providers are what the provider said; those of local
 * accounts are kept here and never come from elsewhere.
 */
export async function recordSignIn(
  { system: orm }: Pick<Database, 'system'>,
  { issuer, verified: { principal } }: { readonly issuer: string; readonly verified: Verified },
  now: number,
): Promise<void> {
  const { tenant_id: tenantId, object_id: objectId, roles, group_ids: groupIds } = principal
  const displayName = principal.display_name ?? objectId
  const known = { displayName, lastSignInAt: new Date(now) }
  const said = issuer === LOCAL_ISSUER ? {} : { roles, groupIds }
  await orm.transaction(async (tx) => {
    await tx.insert(tenants).values({ id: tenantId, name: tenantId }).onConflictDoNothing()
    const [other] = await tx
      .select({ issuer: users.issuer })
      .from(users)
      .where(and(eq(users.tenantId, tenantId), eq(users.objectId, objectId), ne(users.issuer, issuer)))
    if (other !== undefined)
      throw problem('not-authenticated', 'Somebody of another provider has this id here; ask an administrator.')
    await tx
      .insert(users)
      .values({ tenantId, objectId, issuer, roles, groupIds, ...known })
      .onConflictDoUpdate({ target: [users.tenantId, users.objectId], set: { ...known, ...said } })
  })
}
