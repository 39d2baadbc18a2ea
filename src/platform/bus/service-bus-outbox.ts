import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { JobPriority } from '../../contracts/job-priority.ts'
import type { Database } from '../database/database.ts'
import type { JobPayload, PublishOptions, SendOptions } from './bus.ts'

/** What is handed to the broker: a row of the outbox, this time of sending it. */
export interface OutboxMessage {
  readonly id: string
  readonly tenantId: string
  /** Queue or topic; `topic.subscription` when one subscription alone shall get it. */
  readonly destination: string
  readonly key: string
  readonly sending: number
  readonly payload: object
}

/**
 * Messages carry ids and hashes, never texts. The broker would take 256 KB; whatever comes near that limit carries something
 * that does not belong here, and would fail long after its transaction was committed.
 */
const LARGEST_MESSAGE_IN_BYTES = 8_192

/** Who claimed a row and has not said since that it was sent is taken for dead; the broker drops what it has already. */
const CLAIM_IN_SECONDS = 30

const PRIORITIES: Readonly<Record<JobPriority, number>> = { high: 1, normal: 0, low: -1 }

const MessageRow = z
  .object({
    id: z.string(),
    tenant_id: z.string(),
    destination: z.string(),
    key: z.string(),
    sending: z.number(),
    payload: z.record(z.string(), z.unknown()),
  })
  .transform(({ tenant_id: tenantId, ...row }): OutboxMessage => ({ ...row, tenantId }))
const COLUMNS = sql.raw('o.id, o.tenant_id, o.destination, o.key, o.sending, o.payload')
const CLAIMABLE = sql.raw(`(o.claimed_at is null
  or (o.sent_at is null and o.started_at is null and o.claimed_at < now() - interval '${CLAIM_IN_SECONDS} seconds'))`)

/** Add a job with the sender's transaction, or by itself. One with the key of a job that was not begun is that job. */
export async function addJob(
  database: Pick<Database, 'forTenant'>,
  queue: string,
  payload: JobPayload,
  { transaction, priority = 'normal', key }: SendOptions,
): Promise<void> {
  refuseLarge(queue, payload)
  // Touching the row keeps workers from beginning the job before the sender has committed what it shall see.
  await (transaction ?? database.forTenant(payload.tenant_id)).execute(sql`
    insert into bus_outbox (tenant_id, kind, destination, key, priority, payload)
    values (${payload.tenant_id}, 'job', ${queue}, coalesce(${key ?? null}, gen_random_uuid()::text),
      ${PRIORITIES[priority]}, ${JSON.stringify(payload)}::jsonb)
    on conflict (tenant_id, destination, key) where attempts = 0
    do update set priority = greatest(bus_outbox.priority, excluded.priority)`)
}

/** Add an event with the sender's transaction, or by itself. */
export async function addEvent(
  database: Pick<Database, 'forTenant'>,
  topic: string,
  event: JobPayload,
  { transaction }: PublishOptions,
): Promise<void> {
  refuseLarge(topic, event)
  await (transaction ?? database.forTenant(event.tenant_id)).execute(sql`
    insert into bus_outbox (tenant_id, kind, destination, key, priority, payload)
    values (${event.tenant_id}, 'event', ${topic}, gen_random_uuid()::text, 0, ${JSON.stringify(event)}::jsonb)`)
}

/** Claim events in the order they were published. */
export async function claimEvents({ system }: Database, limit: number): Promise<readonly OutboxMessage[]> {
  const { rows } = await system.execute(sql`
    update bus_outbox o set claimed_at = now()
    from (
      select o.tenant_id, o.id from bus_outbox o
      where o.kind = 'event' and o.not_before <= now() and ${CLAIMABLE}
      order by o.created_at limit ${limit} for update skip locked
    ) chosen
    where o.tenant_id = chosen.tenant_id and o.id = chosen.id
    returning ${COLUMNS}, o.created_at`)
  return z.array(MessageRow).parse(rows)
}

export interface JobClaim {
  readonly queue: string
  /** How many jobs workers have hands for; those on their way to them count. */
  readonly wanted: number
  /** Tenants that had a turn lately, the last one at the end. */
  readonly served: readonly string[]
}

/**
 * Claim the jobs whose turn it is: of a higher priority first; then of the tenant with the fewest running; then of the one
 * that waited longest for a turn; then first come, first served.
 */
export async function claimJobs(
  { system }: Database,
  { queue, wanted, served }: JobClaim,
): Promise<readonly OutboxMessage[]> {
  const { rows } = await system.execute(sql`
    with busy as (
      select tenant_id, count(*) as jobs, count(*) filter (
        where started_at is null and claimed_at > now() - interval '${sql.raw(String(CLAIM_IN_SECONDS))} seconds'
      ) as on_the_way
      from bus_outbox where kind = 'job' and destination = ${queue} and claimed_at is not null
      group by tenant_id
    ), waiting as (
      select o.tenant_id, o.id, row_number() over (partition by o.tenant_id, o.priority order by o.created_at, o.id) as place
      from bus_outbox o
      where o.kind = 'job' and o.destination = ${queue} and o.not_before <= now() and ${CLAIMABLE}
    ), chosen as (
      select o.tenant_id, o.id, w.place + coalesce(b.jobs, 0) as turn
      from bus_outbox o join waiting w using (tenant_id, id) left join busy b using (tenant_id)
      where ${CLAIMABLE}
      order by o.priority desc, turn, array_position(${sql.param([...served])}::text[], o.tenant_id) nulls first,
        o.created_at, o.id
      limit greatest(0, ${wanted}::int - (select coalesce(sum(on_the_way), 0) from busy)::int)
      for update of o skip locked
    )
    update bus_outbox o set claimed_at = now()
    from chosen where o.tenant_id = chosen.tenant_id and o.id = chosen.id
    returning ${COLUMNS}`)
  return z.array(MessageRow).parse(rows)
}

/** Queues in which a job waits for longer than it should if anybody looked for it, and nothing is with the broker. */
export async function neglectedQueues({ system }: Database, afterInSeconds: number): Promise<readonly string[]> {
  const { rows } = await system.execute(sql`
    select destination from bus_outbox where kind = 'job' group by destination
    having bool_and(claimed_at is null) and min(greatest(created_at, not_before)) < now() - make_interval(secs => ${afterInSeconds})`)
  return z
    .array(z.object({ destination: z.string() }))
    .parse(rows)
    .map(({ destination }) => destination)
}

/** The broker has them: events are done with, jobs wait there for a worker. */
export async function markSent({ system }: Database, messages: readonly OutboxMessage[]): Promise<void> {
  await system.execute(sql`
    with gone as (delete from bus_outbox o where o.kind = 'event' and ${areAmong(messages)})
    update bus_outbox o set sent_at = now() where o.kind = 'job' and ${areAmong(messages)}`)
}

/** The broker did not take them: they wait for a while. Their message ids stay, should it have taken them after all. */
export async function release(
  { system }: Database,
  messages: readonly OutboxMessage[],
  delayInSeconds: number,
): Promise<void> {
  await system.execute(sql`
    update bus_outbox o set claimed_at = null, not_before = now() + make_interval(secs => ${delayInSeconds})
    where o.started_at is null and ${areAmong(messages)}`)
}

/** How many jobs of a queue wait, of one tenant or of all. */
export async function countWaiting({ system }: Database, queue: string, tenantId?: string): Promise<number> {
  const { rows } = await system.execute(sql`
    select count(*)::int as count from bus_outbox
    where kind = 'job' and destination = ${queue} and started_at is null
      and (${tenantId ?? null}::text is null or tenant_id = ${tenantId ?? null})`)
  return z.object({ count: z.number() }).parse(rows[0]).count
}

/** How long the oldest job that waits has done so, in milliseconds. */
export async function ageOfOldest({ system }: Database, queue: string): Promise<number> {
  const { rows } = await system.execute(sql`
    select coalesce(greatest(0, 1000 * extract(epoch from now() - min(created_at))), 0)::float8 as age
    from bus_outbox where kind = 'job' and destination = ${queue} and started_at is null`)
  return z.object({ age: z.number() }).parse(rows[0]).age
}

/** True when a job whose payload has these fields is not done. */
export async function hasJob({ system }: Database, queue: string, fields: object): Promise<boolean> {
  const { rows } = await system.execute(sql`
    select from bus_outbox
    where kind = 'job' and destination = ${queue} and payload @> ${JSON.stringify(fields)}::jsonb limit 1`)
  return rows.length > 0
}

function areAmong(messages: readonly OutboxMessage[]) {
  const keys = messages.map(({ id, tenantId, sending }) => ({ id, tenant_id: tenantId, sending }))
  return sql`(o.tenant_id, o.id, o.sending) in (
    select tenant_id, id, sending from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb)
      as sent (tenant_id text, id uuid, sending int))`
}

function refuseLarge(destination: string, payload: object): void {
  const size = Buffer.byteLength(JSON.stringify(payload))
  if (size < LARGEST_MESSAGE_IN_BYTES) return
  throw new Error(
    `A message for ${destination} has ${size} bytes; it must stay below ${LARGEST_MESSAGE_IN_BYTES}: send ids and hashes, not texts.`,
  )
}
