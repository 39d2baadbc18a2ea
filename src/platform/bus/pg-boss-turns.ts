import { sql } from 'drizzle-orm'
import type { JobPriority } from '../../contracts/job-priority.ts'
import type { Database, Transaction } from '../database/database.ts'

/**
 * pg-boss hands out the job with the highest number first. Each priority has a band of numbers, and inside a band the number
 * falls from round to round: whoever has many jobs has them in many rounds, and the first job of anybody else is in the
 * round that is being served. A billion rounds without the queue ever being empty would be needed to leave a band.
 */
const ROUNDS = 1_000_000_000
const BANDS: Readonly<Record<JobPriority, number>> = { high: 2 * ROUNDS, normal: ROUNDS, low: 0 }

/**
 * Transactions of one tenant that are open at the same time do not see each other's jobs, and would all take the same round.
 * Each holds a place, and the round is counted on by it. More than this at once share rounds; nobody ever waits.
 */
const PLACES = 32

/** Any number that nothing else in the database uses as an advisory lock: two processes never set this up at once. */
const SET_UP_LOCK = 7_036_884

/**
 * What pg-boss cannot do by itself: a waiting job has its key alone, and jobs know their round. The function runs as its
 * owner, so that a tenant's transaction can ask for a round without being able to read the jobs.
 */
const SET_UP = [
  `create unique index if not exists footnote_job_key on pgboss.job_common (name, singleton_key)
    where state = 'created' and singleton_key is not null and name <> 'dead-letters'`,
  `create index if not exists footnote_job_round on pgboss.job_common (name, priority) where state = 'created'`,
  `create index if not exists footnote_job_tenant on pgboss.job_common (name, (data ->> 'tenant_id'), priority)
    where state < 'active'`,
  `create or replace function pgboss.footnote_round(job_queue text, job_tenant text, band integer, job_key text)
    returns integer language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
    declare
      last_round constant integer := band - ${ROUNDS - 1};
      place integer := 0;
      served integer;
      latest integer;
      number integer;
      waits boolean := false;
    begin
      if job_key is not null then
        -- Held until the caller commits: a worker that took it before could not see what the caller has just written.
        select j.priority into number from pgboss.job_common j
          where j.name = job_queue and j.singleton_key = job_key and j.state = 'created' for no key update;
        waits := found;
        if waits and number >= last_round then return null; end if;
      end if;
      while place < ${PLACES - 1}
        and not pg_try_advisory_xact_lock(hashtextextended(job_queue || ' ' || band || ' ' || job_tenant, place))
      loop
        place := place + 1;
      end loop;
      select j.priority into served from pgboss.job_common j
        where j.name = job_queue and j.state = 'created' and j.priority between last_round and band
        order by j.priority desc limit 1;
      select j.priority - 1 into latest from pgboss.job_common j
        where j.name = job_queue and j.data ->> 'tenant_id' = job_tenant and j.state < 'active'
          and j.priority between last_round and band
        order by j.priority limit 1;
      number := greatest(last_round, least(coalesce(served, band), coalesce(latest, band)) - place);
      if not waits then return number; end if;
      -- It is more urgent than it was.
      update pgboss.job_common j set priority = number
        where j.name = job_queue and j.singleton_key = job_key and j.state = 'created';
      return null;
    end $$`,
]

/** Prepare pg-boss's tables for turns and keys; safe to run from several processes at once. */
export async function setUpTurns(database: Database): Promise<void> {
  await database.system.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${SET_UP_LOCK})`)
    for (const statement of SET_UP) await tx.execute(sql.raw(statement))
  })
}

export interface Turn {
  readonly queue: string
  readonly tenantId: string
  readonly priority: JobPriority
  readonly key: string | null
}

/** The number that gives a job its place in the queue; null when a job with the same key waits there already. */
export async function takeTurn(
  transaction: Transaction,
  { queue, tenantId, priority, key }: Turn,
): Promise<number | null> {
  const band = BANDS[priority]
  const { rows } = await transaction.execute<{ round: number | null }>(
    sql`select pgboss.footnote_round(${queue}, ${tenantId}, ${band}, ${key}) as round`,
  )
  return rows[0]?.round ?? null
}

/** The priority that a number stands for. */
export function priorityOf(number: number): JobPriority {
  if (number > BANDS.normal) return 'high'
  return number > BANDS.low ? 'normal' : 'low'
}
