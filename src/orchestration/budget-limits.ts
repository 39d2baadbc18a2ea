import { and, eq, inArray, or } from 'drizzle-orm'
import type { Principal } from '../contracts/principal.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { budgets } from '../platform/database/schema.ts'

/** Set by the administrators of an installation for tenants and people without a budget of their own; 0 for no limit. */
export interface DefaultBudgets {
  readonly userTokensPerDay: number
  readonly tenantTokensPerDay: number
}

/** What a subject may use per day; null for no limit. */
export interface BudgetLimit {
  readonly subject: string
  readonly tokens: number | null
  readonly costInMicros: number | null
}

export const TENANT_SUBJECT = 'tenant'
/** The budget that each user has alone unless there is one for the user. */
export const EVERYONE_SUBJECT = 'everyone'

export function userSubject({ object_id }: Principal): string {
  return `user:${object_id}`
}

/**
 * The limits that hold for a caller: the tenant's, the caller's own, and that of every group with a budget, which all its
 * members share. A budget that was set replaces the default whole.
 */
export async function limitsFor(
  database: Pick<ReturnType<Database['forTenant']>, 'select'> | Transaction,
  principal: Principal,
  defaults: DefaultBudgets,
): Promise<readonly BudgetLimit[]> {
  const own = userSubject(principal)
  const groups = principal.group_ids.map((id) => `group:${id}`)
  const rows = await database
    .select()
    .from(budgets)
    .where(
      and(
        eq(budgets.tenantId, principal.tenant_id),
        or(inArray(budgets.subject, [TENANT_SUBJECT, EVERYONE_SUBJECT, own]), inArray(budgets.subject, groups)),
      ),
    )
  const set = new Map(
    rows.map(({ subject, tokensPerDay, costPerDayInMicros }) => [
      subject,
      { tokens: tokensPerDay, costInMicros: costPerDayInMicros },
    ]),
  )
  const orDefault = (tokens: number) => ({ tokens: tokens === 0 ? null : tokens, costInMicros: null })
  return [
    { subject: own, ...(set.get(own) ?? set.get(EVERYONE_SUBJECT) ?? orDefault(defaults.userTokensPerDay)) },
    ...groups.flatMap((subject) => {
      const limit = set.get(subject)
      return limit === undefined ? [] : [{ subject, ...limit }]
    }),
    { subject: TENANT_SUBJECT, ...(set.get(TENANT_SUBJECT) ?? orDefault(defaults.tenantTokensPerDay)) },
  ]
}

/** True for a subject that something limits. */
export function isLimited({ tokens, costInMicros }: BudgetLimit): boolean {
  return tokens !== null || costInMicros !== null
}
