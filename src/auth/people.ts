import { and, eq } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database } from '../platform/database/database.ts'
import { tenants } from '../platform/database/schema.ts'
import { users } from '../platform/database/sign-in-schema.ts'
import type { ProviderName } from './identity-provider.ts'
import { LOCAL_ISSUER } from './token-issuer.ts'
import type { Verified } from './verified.ts'

export interface SignIn {
  /** Who vouches for this person, as the table of people names it. */
  readonly issuer: string
  readonly provider: ProviderName
  readonly verified: Verified
}

/**
 * Note that somebody signed in. Roles and groups of people of other providers are what the provider said; those of local
 * accounts are kept here and never come from elsewhere.
 */
export async function recordSignIn(
  { system: orm }: Pick<Database, 'system'>,
  { issuer, provider, verified: { principal } }: SignIn,
  { clock, requestId }: Pick<CallContext, 'clock' | 'requestId'>,
): Promise<void> {
  const { tenant_id: tenantId, object_id: objectId, roles, group_ids: groupIds } = principal
  const displayName = principal.display_name ?? objectId
  const known = { displayName, lastSignInAt: new Date(clock.now()) }
  const said = issuer === LOCAL_ISSUER ? {} : { roles, groupIds }
  await orm.transaction(async (tx) => {
    await tx.insert(tenants).values({ id: tenantId, name: tenantId }).onConflictDoNothing()
    const [person] = await tx
      .select({ issuer: users.issuer, disabledAt: users.disabledAt })
      .from(users)
      .where(and(eq(users.tenantId, tenantId), eq(users.objectId, objectId)))
    // Without this the browser would come back with a session that is refused, and begin again.
    if (person !== undefined && person.disabledAt !== null)
      throw problem('not-authenticated', 'This account is disabled here; ask an administrator to enable it.')
    if (person !== undefined && person.issuer !== issuer)
      throw problem('not-authenticated', 'Somebody of another provider has this id here; ask an administrator.')
    await tx
      .insert(users)
      .values({ tenantId, objectId, issuer, roles, groupIds, ...known })
      .onConflictDoUpdate({ target: [users.tenantId, users.objectId], set: { ...known, ...said } })
    await noteAct(tx, { principal, clock, requestId }, { kind: 'signed-in', detail: { provider } })
  })
}
