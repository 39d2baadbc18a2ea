import { count, sql } from 'drizzle-orm'
import type { Database } from '../src/platform/database/database.ts'
import { tenants } from '../src/platform/database/schema.ts'
import { usageEvents } from '../src/platform/database/usage-schema.ts'

/** Few enough that the embedded database writes them in the 30 seconds that it gives a statement. */
const EVENTS_PER_STATEMENT = 50_000

export interface UsageToFill {
  readonly tenantId: string
  /** How many usage events, evenly from `start` on and before `end` (milliseconds). */
  readonly events: number
  readonly start: number
  readonly end: number
  readonly people: number
  /** How many questions with words, for the workbook. */
  readonly questions: number
}

/** Let the database make usage events up, so that none passes through this process; goes on where an earlier run stopped. */
export async function fillUsage(database: Database, usage: UsageToFill): Promise<void> {
  const { system } = database
  const known = await system.select().from(tenants)
  if (known.length === 0) await begin(database, usage)
  const [there] = await system.select({ events: count() }).from(usageEvents)
  for (let first = there?.events ?? 0; first < usage.events; first += EVENTS_PER_STATEMENT) {
    const last = Math.min(first + EVENTS_PER_STATEMENT, usage.events)
    await insertEvents(database, usage, { first, last })
    console.error(`${last} of ${usage.events} events written`)
  }
}

async function begin({ system }: Database, { tenantId, start, end, questions }: UsageToFill): Promise<void> {
  await system.transaction(async (tx) => {
    await tx.insert(tenants).values({ id: tenantId, name: tenantId })
    await tx.execute(sql`
      insert into usage_marks (tenant_id, grain, start)
      select ${tenantId}, 'hour', hour from generate_series(${new Date(start).toISOString()}::timestamptz,
        ${new Date(end - 1).toISOString()}::timestamptz, '1 hour') hour`)
    await tx.execute(sql`
      insert into answers (tenant_id, id, object_id, request_id, query, outcome, duration_in_ms, created_at)
      select ${tenantId}, gen_random_uuid(), 'user-' || n % 1000, 'r', '=1+1 what is the rule number ' || n || '?',
        'answered', n, to_timestamp((${start}::float8 + (${end - start}::float8 * n) / ${questions}) / 1000)
      from generate_series(0, ${questions - 1}) n`)
  })
}

async function insertEvents(
  { system }: Database,
  { tenantId, events, start, end, people }: UsageToFill,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<void> {
  await system.execute(sql`
    insert into usage_events
    select ${tenantId}, gen_random_uuid(),
      to_timestamp((${start}::float8 + (${end - start}::float8 * n) / ${events}) / 1000),
      'user-' || (n::bigint * 7919) % ${people}::int, array['group-' || n % 20, 'everyone'],
      case when n % 10 < 7 then array['collection-' || n % 30] else array[]::text[] end, 'model-' || n % 3,
      case when n % 10 < 7 then 'answered' when n % 10 < 9 then 'abstained' else 'failed' end, n % 11 = 0,
      500 + n % 3000, 50 + n % 400, 100 + n % 5000, 200 + (n::bigint * 131) % 9000, 80 + (n::bigint * 17) % 900,
      case when n % 10 < 7 then 300 + n % 700 end, n % 9, n % 1000,
      case when n % 25 = 0 then 'up' when n % 40 = 1 then 'down' end, case when n % 40 = 1 then 'wrong' end
    from generate_series(${first}::int, ${last - 1}::int) n`)
}
