import { and, eq, gte, lt, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../contracts/call-context.ts'
import type { Database } from '../platform/database/database.ts'
import { answers } from '../platform/database/schema.ts'

export const UsageDay = z.object({
  day: z.iso.date(),
  questions: z.number().int(),
  answered: z.number().int(),
  abstained: z.number().int(),
  prompt_tokens: z.number().int(),
  completion_tokens: z.number().int(),
  duration_p50_in_ms: z.number().int(),
  duration_p95_in_ms: z.number().int(),
})
export type UsageDay = z.infer<typeof UsageDay>

export interface UsageQuery {
  /** First and last moment, the last excluded. */
  readonly from: Date
  readonly to: Date
  /** Everybody's questions or only the caller's own. */
  readonly of: 'me' | 'everyone'
}

/** Questions, outcomes, tokens and times per day (UTC), oldest first; days without questions are left out. */
export async function usageByDay(
  database: Database,
  { from, to, of }: UsageQuery,
  { principal }: CallContext,
): Promise<UsageDay[]> {
  const mine = of === 'me' ? eq(answers.objectId, principal.object_id) : undefined
  const day = sql<string>`to_char(${answers.createdAt} at time zone 'UTC', 'YYYY-MM-DD')`
  return database
    .forTenant(principal.tenant_id)
    .select({
      day,
      questions: sql<number>`count(*)::int`,
      answered: count(sql`${answers.outcome} = 'answered'`),
      abstained: count(sql`${answers.outcome} = 'abstained'`),
      prompt_tokens: sql<number>`sum(${answers.promptTokens})::int`,
      completion_tokens: sql<number>`sum(${answers.completionTokens})::int`,
      duration_p50_in_ms: percentile(0.5),
      duration_p95_in_ms: percentile(0.95),
    })
    .from(answers)
    .where(
      and(eq(answers.tenantId, principal.tenant_id), gte(answers.createdAt, from), lt(answers.createdAt, to), mine),
    )
    .groupBy(sql`1`)
    .orderBy(sql`1`)
}

function percentile(share: number) {
  return sql<number>`percentile_cont(${share}::float8) within group (order by ${answers.durationInMs})::int`
}

function count(condition: ReturnType<typeof sql>) {
  return sql<number>`(count(*) filter (where ${condition}))::int`
}
