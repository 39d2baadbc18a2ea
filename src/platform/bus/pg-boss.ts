import { sql } from 'drizzle-orm'
import {
  type SendOptions as BossSendOptions,
  fromDrizzle,
  type JobWithMetadata,
  PgBoss,
  type QueueOptions,
  type WorkOptions,
} from 'pg-boss'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type EventOf, TOPICS, type Topic } from '../../contracts/events.ts'
import type { Database } from '../database/database.ts'
import { type Bus, type DeadLetter, type Delivery, MAXIMUM_DELIVERIES, type PublishOptions } from './bus.ts'

const DEAD_LETTERS = 'dead-letters'
/** A worker that says nothing for this long is taken for dead and its job is handed to another. pg-boss allows no less. */
const HEARTBEAT_IN_SECONDS = 10
/** How often jobs of dead workers are looked for. */
const MONITOR_INTERVAL_IN_SECONDS = 2
/** A fallback only: `send` and `wake` start workers of the same process at once. */
const POLLING_INTERVAL_IN_SECONDS = 1
/** A job that runs longer than this is stuck even if its worker lives: the parser deadline is far below it. */
const LONGEST_RUN_IN_SECONDS = 3_600
const SHUTDOWN_TIMEOUT_IN_MS = 20_000
/**
 * What `send` and `publish` need inside a transaction of a tenant: to add a job and to know who subscribed. Jobs of other
 * tenants stay unreadable but for their ids, which pg-boss returns. No queue here has a partition of its own.
 */
const TENANT_RIGHTS = [
  'usage on schema pgboss',
  'select on pgboss.queue, pgboss.subscription',
  'insert, select (id) on pgboss.job, pgboss.job_common',
]

/** The first wait before a failed job is tried again; it doubles with every failure. */
const RETRY_DELAY_IN_SECONDS = 1
const LONGEST_RETRY_DELAY_IN_SECONDS = 60

export interface PgBossBusDependencies {
  readonly database: Database
  readonly logger: Logger
  /** 0 tries a failed job again at once. */
  readonly retryDelayInSeconds?: number
}

/** Jobs and events in the same database as the documents: a job can be enqueued in the transaction that makes its row. */
export async function openPgBossBus({
  database,
  logger,
  retryDelayInSeconds = RETRY_DELAY_IN_SECONDS,
}: PgBossBusDependencies): Promise<Bus> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => database.pool.query(text, values === undefined ? undefined : [...values]) },
    schedule: false,
    registerInstance: false,
    monitorIntervalSeconds: MONITOR_INTERVAL_IN_SECONDS,
    superviseIntervalSeconds: MONITOR_INTERVAL_IN_SECONDS,
  })
  boss.on('error', (error) => logger.warn({ err: error }, 'the job queue met an error and goes on'))
  await boss.start()
  await database.grantToTenants(TENANT_RIGHTS)
  await createQueue(boss, DEAD_LETTERS, {})
  return createBus(boss, jobPolicy(retryDelayInSeconds))
}

function createBus(boss: PgBoss, policy: QueueOptions): Bus {
  const workers = new Map<string, string[]>()
  const queues = new Map<string, Promise<void>>()

  const ensureQueue = (name: string): Promise<void> => {
    const known = queues.get(name)
    if (known !== undefined) return known
    const created = createQueue(boss, name, policy)
    queues.set(name, created)
    return created
  }
  const wake = (queue: string): void => {
    for (const worker of workers.get(queue) ?? []) boss.notifyWorker(worker)
  }
  const work: Bus['work'] = async (queue, { concurrency }, handler) => {
    await ensureQueue(queue)
    const options: WorkOptions & { readonly includeMetadata: true } = {
      includeMetadata: true,
      pollingIntervalSeconds: POLLING_INTERVAL_IN_SECONDS,
    }
    const run = async ([job]: JobWithMetadata[]): Promise<void> => {
      if (job === undefined) return
      // Without this a worker would rest until its next poll after every job, however many are waiting.
      await handler(deliveryOf(job)).finally(() => wake(queue))
    }
    const started = Array.from({ length: concurrency }, () => boss.work(queue, options, run))
    workers.set(queue, [...(workers.get(queue) ?? []), ...(await Promise.all(started))])
  }

  return {
    send: async (queue, payload, options = {}) => {
      await ensureQueue(queue)
      await boss.send(queue, payload, { ...bossOptions(options), priority: PRIORITIES[options.priority ?? 'normal'] })
      wake(queue)
    },
    wake,
    work,
    publish: async (topic, event, options = {}) => {
      for (const queue of await subscriptionsOf(boss, topic, options))
        await boss.send(queue, event, bossOptions(options))
      for (const queue of workers.keys()) if (queue.startsWith(`${topic}.`)) wake(queue)
    },
    subscribe: async (topic, subscription, handler) => {
      const queue = `${topic}.${subscription}`
      await ensureQueue(queue)
      await boss.subscribe(topic, queue)
      await work(queue, { concurrency: 1 }, (delivery) => handler(parseEvent(topic, delivery.payload), delivery))
    },
    isPending: async (queue, fields) => {
      await ensureQueue(queue)
      const jobs = await boss.findJobs(queue, { data: fields })
      return jobs.some(({ state }) => PENDING_STATES.has(state))
    },
    depth: (queue, tenantId) => countWaiting(boss, queue, tenantId),
    deadLetters: async ({ tenantId, limit }) => {
      const data = tenantId === undefined ? {} : { data: { tenant_id: tenantId } }
      const jobs = await boss.findJobs<object>(DEAD_LETTERS, { queued: true, limit, ...data })
      return { letters: jobs.map(deadLetterOf), next: null }
    },
    deadLetterDepth: () => countWaiting(boss, DEAD_LETTERS),
    replayDeadLetters: ({ tenantId, ids }) =>
      boss.redrive(DEAD_LETTERS, { data: { tenant_id: tenantId }, ...(ids === undefined ? {} : { ids: [...ids] }) }),
    discardDeadLetters: async ({ tenantId, ids }) => {
      const jobs = await boss.findJobs<object>(DEAD_LETTERS, { queued: true, data: { tenant_id: tenantId } })
      const chosen = jobs.map(({ id }) => id).filter((id) => ids === undefined || ids.includes(id))
      if (chosen.length > 0) await boss.deleteJob(DEAD_LETTERS, chosen)
      return chosen.length
    },
    [Symbol.asyncDispose]: () => boss.stop({ close: false, graceful: true, timeout: SHUTDOWN_TIMEOUT_IN_MS }),
  }
}

const PRIORITIES = { high: 1, normal: 0, low: -1 } as const

const PENDING_STATES: ReadonlySet<string> = new Set(['created', 'retry', 'active'])

function jobPolicy(retryDelayInSeconds: number): QueueOptions & { readonly deadLetter: string } {
  const backoff = { retryDelay: retryDelayInSeconds, retryBackoff: true, retryDelayMax: LONGEST_RETRY_DELAY_IN_SECONDS }
  return {
    retryLimit: MAXIMUM_DELIVERIES - 1,
    ...(retryDelayInSeconds > 0 ? backoff : {}),
    heartbeatSeconds: HEARTBEAT_IN_SECONDS,
    expireInSeconds: LONGEST_RUN_IN_SECONDS,
    deadLetter: DEAD_LETTERS,
  }
}

/**
 * The queues that receive a topic, read inside the caller's transaction if there is one: pg-boss's own `publish` reads them
 * on another connection, which the embedded database lets wait until the transaction is over.
 */
async function subscriptionsOf(
  boss: PgBoss,
  topic: Topic,
  { transaction }: PublishOptions,
): Promise<readonly string[]> {
  const connection = transaction === undefined ? boss.getDb() : fromDrizzle(transaction, sql)
  const { rows } = await connection.executeSql('select name from pgboss.subscription where event = $1', [topic])
  return z
    .array(QueueRow)
    .parse(rows)
    .map(({ name }) => name)
}

const QueueRow = z.object({ name: z.string() })

/** pg-boss's own statistics are up to a minute old; whoever reads a depth decides on it. */
async function countWaiting(boss: PgBoss, queue: string, tenantId?: string): Promise<number> {
  const statement = `select count(*)::int as count from pgboss.job
    where name = $1 and state < 'active' and ($2::text is null or data ->> 'tenant_id' = $2)`
  const { rows } = await boss.getDb().executeSql(statement, [queue, tenantId ?? null])
  return CountRow.parse(rows[0]).count
}

const CountRow = z.object({ count: z.number() })

async function createQueue(boss: PgBoss, name: string, options: QueueOptions): Promise<void> {
  if ((await boss.getQueue(name)) === null) await boss.createQueue(name, options)
  // Any look at the queue makes pg-boss remember it; a `send` inside a transaction must not have to ask the database.
  await boss.findJobs(name, { limit: 1 })
}

function bossOptions({ transaction }: PublishOptions): BossSendOptions {
  return transaction === undefined ? {} : { db: fromDrizzle(transaction, sql) }
}

function deliveryOf(job: JobWithMetadata): Delivery {
  return { id: job.id, payload: job.data, attempt: job.retryCount + 1, signal: job.signal }
}

function parseEvent<T extends Topic>(topic: T, payload: unknown): EventOf<T> {
  return TOPICS[topic].parse(payload) as EventOf<T>
}

const FailureOutput = z.object({ message: z.string(), stage: z.string().nullable().catch(null) })
const OfTenant = z.object({ tenant_id: z.string().catch('') })

function deadLetterOf(job: JobWithMetadata): DeadLetter {
  const output = FailureOutput.safeParse(job.sourceOutput ?? job.output)
  return {
    id: job.id,
    tenantId: OfTenant.parse(job.data).tenant_id,
    queue: job.sourceName ?? 'unknown',
    payload: job.data,
    reason: output.success ? output.data.message : 'The worker died or did not answer in time.',
    stage: output.success ? output.data.stage : null,
    attempts: (job.sourceRetryCount ?? 0) + 1,
    failedAt: job.createdOn,
  }
}
