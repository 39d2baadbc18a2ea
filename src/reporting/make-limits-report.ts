import { sql } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import type { ReportRow } from '../contracts/reports.ts'
import type { Database } from '../platform/database/database.ts'
import { budgets, budgetUse } from '../platform/database/schema.ts'
import type { ReportRows, RowsQuery } from './make-usage-report.ts'

const MICROS = 1_000_000

/** Budgets for which there is no row. 0 is no limit. */
export interface DefaultLimits {
  readonly userTokensPerDay: number
  readonly tenantTokensPerDay: number
}

type Row = ReportRow & { readonly key: string }

/** Count what was used of the budgets of days (UTC). Each day is that of the first moment of the period to that of the last. */
export async function makeLimitsReport(
  { database, limits }: { readonly database: Database; readonly limits: DefaultLimits },
  { selection: { by }, period, limit, offset }: RowsQuery,
  { principal }: CallContext,
): Promise<ReportRows> {
  const tenantId = principal.tenant_id
  const key = by === 'day' ? sql`u.day::text` : sql`substr(u.subject, ${by.length + 2}::int)`
  const only = by === 'day' ? sql`true` : sql`u.subject like ${`${by}:%`}`
  // Every question counts for its asker and for the tenant: what a day used is what the tenant used.
  const tenantOnly = (value: ReturnType<typeof sql>) =>
    by === 'day' ? sql`coalesce(sum(${value}) filter (where u.subject = 'tenant'), 0)` : sql`sum(${value})`
  const [from, to] = [period.from, new Date(period.to.getTime() - 1)].map((at) => at.toISOString().slice(0, 10))
  const { rows } = await database.forTenant(tenantId).execute<Row>(
    sql`select ${key} as key, ${tenantOnly(sql`u.tokens`)}::float8 as tokens,
          ${tenantOnly(sql`u.cost_in_micros`)}::float8 / ${MICROS} as cost, count(*)::int as budgets,
          (count(*) filter (where u.tokens >= ${allowed(limits)} or u.cost_in_micros >= b.cost_per_day_in_micros))::int as used_up
        from ${budgetUse} u
        left join ${budgets} b on b.tenant_id = u.tenant_id and b.subject = coalesce(
          (select own.subject from ${budgets} own where own.tenant_id = u.tenant_id and own.subject = u.subject),
          case when u.subject like 'user:%' then 'everyone' end)
        where u.tenant_id = ${tenantId} and u.day >= ${from} and u.day <= ${to} and ${only}
        group by 1 order by ${by === 'day' ? sql`1` : sql`2 desc, 1`}`,
  )
  const shown = by === 'day' ? rows : rows.slice(offset, offset + limit)
  const total = { tokens: 0, cost: 0, budgets: 0, used_up: 0 }
  for (const row of rows)
    for (const name of ['tokens', 'cost', 'budgets', 'used_up'] as const) total[name] += Number(row[name])
  const hasMore = by !== 'day' && rows.length > offset + limit
  return {
    rows: shown.map(({ key: name, ...sums }) => Object.assign({ [by]: name }, sums)),
    total,
    waitingHours: 0,
    hasMore,
  }
}

/** Tokens that a subject may use per day; null without a limit. */
function allowed({ userTokensPerDay, tenantTokensPerDay }: DefaultLimits) {
  return sql`case when b.subject is not null then b.tokens_per_day
    when u.subject = 'tenant' then nullif(${tenantTokensPerDay}::bigint, 0)
    when u.subject like 'user:%' then nullif(${userTokensPerDay}::bigint, 0) end`
}
