import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../database/database.ts'
import { MAXIMUM_DELIVERIES } from './bus.ts'
import { addLetter } from './service-bus-dead-letters.ts'

/** What a message says about the row that it stands for. */
export const MessageReference = z.object({
  id: z.uuid(),
  tenant_id: z.string(),
  sending: z.number().int(),
  /** Only this subscription of a topic is meant. */
  subscription: z.string().optional(),
})
export type MessageReference = z.infer<typeof MessageReference>

/** A delivery of a job. Only the one with the newest attempt may say what became of the job. */
export interface JobAttempt {
  readonly id: string
  readonly tenantId: string
  readonly queue: string
  readonly payload: unknown
  readonly attempt: number
}

export interface Failure {
  readonly reason: string
  readonly stage: string | null
}

const AttemptRow = z.object({ destination: z.string(), payload: z.unknown(), attempts: z.number() })

/** Begin a delivery; null when the job is done, or was sent again since: then the message has nothing more to say. */
export async function beginJob({ system }: Database, reference: MessageReference): Promise<JobAttempt | null> {
  const { id, tenant_id: tenantId, sending } = reference
  const { rows } = await system.execute(sql`
    update bus_outbox set attempts = attempts + 1, started_at = now(), claimed_at = coalesce(claimed_at, now())
    where tenant_id = ${tenantId} and id = ${id} and kind = 'job' and sending = ${sending}
    returning destination, payload, attempts`)
  if (rows.length === 0) return null
  const { destination: queue, payload, attempts: attempt } = AttemptRow.parse(rows[0])
  return { id, tenantId, queue, payload, attempt }
}

/** The job is done. Does nothing when another worker has it by now; so do the two below. */
export async function finishJob({ system }: Database, job: JobAttempt): Promise<void> {
  await system.execute(sql`delete from bus_outbox where ${isStill(job)}`)
}

/** Let the job wait, and then be sent under a new message id: the broker would drop the old one. */
export async function retryJob({ system }: Database, job: JobAttempt, delayInSeconds: number): Promise<void> {
  await system.execute(sql`
    update bus_outbox set claimed_at = null, sent_at = null, started_at = null, sending = sending + 1,
      not_before = now() + make_interval(secs => ${delayInSeconds})
    where ${isStill(job)}`)
}

/** Make the job a dead letter. */
export async function giveUpJob(database: Database, job: JobAttempt, failure: Failure): Promise<void> {
  await giveUp(database, isStill(job), failure)
}

/** The broker itself gave the message up. Does nothing when the job was sent again since, or is done. */
export async function giveUpSending(
  database: Database,
  { id, tenant_id: tenantId, sending }: MessageReference,
  failure: Failure,
): Promise<void> {
  await giveUp(database, sql`tenant_id = ${tenantId} and id = ${id} and sending = ${sending}`, failure)
}

async function giveUp({ system }: Database, which: SQL, failure: Failure): Promise<void> {
  await system.transaction(async (tx) => {
    const { rows } = await tx.execute(sql`
      delete from bus_outbox where ${which} and kind = 'job'
      returning id, tenant_id, destination, priority, payload, attempts`)
    for (const { tenant_id: tenantId, ...row } of z.array(GivenUpRow).parse(rows)) {
      const attempts = Math.min(row.attempts, MAXIMUM_DELIVERIES)
      await addLetter(tx, { ...row, tenantId, kind: 'job', attempts, ...failure })
    }
  })
}

const GivenUpRow = z.object({
  id: z.string(),
  tenant_id: z.string(),
  destination: z.string(),
  priority: z.number(),
  payload: z.unknown(),
  attempts: z.number(),
})

export interface SilenceLimits {
  /** Sent, and not begun since. */
  readonly unstartedInSeconds: number
  /** Begun, and not ended since; null leaves those out. */
  readonly startedInSeconds: number | null
}

/** Jobs that the broker should have, and that nothing was heard of for longer than that. */
export async function findSilentJobs(
  { system }: Database,
  queue: string,
  { unstartedInSeconds, startedInSeconds }: SilenceLimits,
): Promise<readonly MessageReference[]> {
  const { rows } = await system.execute(sql`
    select id, tenant_id, sending from bus_outbox
    where kind = 'job' and destination = ${queue} and (
      (started_at is null and sent_at < now() - make_interval(secs => ${unstartedInSeconds}))
      or started_at < now() - make_interval(secs => ${startedInSeconds}))`)
  return z.array(MessageReference).parse(rows)
}

/** The broker does not have it any more: send it again. */
export async function sendAgain({ system }: Database, { id, tenant_id, sending }: MessageReference): Promise<void> {
  await system.execute(sql`
    update bus_outbox set claimed_at = null, sent_at = null, started_at = null, sending = sending + 1
    where tenant_id = ${tenant_id} and id = ${id} and sending = ${sending}`)
}

function isStill({ id, tenantId, attempt }: JobAttempt) {
  return sql`tenant_id = ${tenantId} and id = ${id} and attempts = ${attempt}`
}
