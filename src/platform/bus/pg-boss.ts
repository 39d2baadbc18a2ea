import { sql } from 'drizzle-orm'
import { fromDrizzle, type JobWithMetadata, PgBoss, type QueueOptions, type WorkOptions } from 'pg-boss'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type EventOf, TOPICS, type Topic } from '../../contracts/events.ts'
import type { Database, Transaction } from '../database/database.ts'
import { type Bus, type Delivery, type JobPayload, MAXIMUM_DELIVERIES, type SendOptions } from './bus.ts'
import {
  DEAD_LETTERS,
  listDeadLetters,
  queuesOfDeadLetters,
  type TakenLetter,
  takeDeadLetters,
} from './pg-boss-dead-letters.ts'
import { releaseJobsOfDeadWorkers } from './pg-boss-dead-workers.ts'
import { priorityOf, setUpTurns, takeTurn } from './pg-boss-turns.ts'

/** A worker that says nothing for this long is taken for dead and its job is handed to another. pg-boss allows no less. */
const HEARTBEAT_IN_SECONDS = 10
/** How often a worker says that it lives, and notices that its job was handed to another. */
const HEARTBEAT_REFRESH_IN_SECONDS = 3
/** How often jobs of dead workers are looked for. */
const MONITOR_INTERVAL_IN_SECONDS = 2
/** A fallback only: `send` and `wake` start workers of the same process at once. */
const POLLING_INTERVAL_IN_SECONDS = 1
/** A job that runs longer than this is stuck even if its worker lives: the parser deadline is far below it. */
const LONGEST_RUN_IN_SECONDS = 3_600
/** pg-boss deletes what waits longer. What was acknowledged is never dropped, and dead letters wait for a person. */
const LONGEST_WAIT_IN_SECONDS = 10 * 365 * 24 * 3_600
/** Jobs that are done are of no use any more; without this pg-boss would keep each for a week. */
const DONE_JOBS_KEPT_IN_SECONDS = 3_600
const CLOSE_TIMEOUT_IN_MS = 20_000
/** Reasons are read by people and kept in lists; some libraries put whole files into their messages. */
const LONGEST_REASON = 1_000
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
  /** How long closing waits for running handlers before it aborts them. */
  readonly closeTimeoutInMs?: number
}

/** Jobs and events in the same database as the documents: a job can be enqueued in the transaction that makes its row. */
export async function openPgBossBus({
  database,
  logger,
  retryDelayInSeconds = RETRY_DELAY_IN_SECONDS,
  closeTimeoutInMs = CLOSE_TIMEOUT_IN_MS,
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
  await setUpTurns(database)
  await database.grantToTenants(TENANT_RIGHTS)
  await prepareQueue(boss, DEAD_LETTERS, { retentionSeconds: LONGEST_WAIT_IN_SECONDS })
  return createBus({ boss, database, logger, policy: jobPolicy(retryDelayInSeconds), closeTimeoutInMs })
}

interface Parts {
  readonly boss: PgBoss
  readonly database: Database
  readonly logger: Logger
  readonly policy: QueueOptions
  readonly closeTimeoutInMs: number
}

function createBus({ boss, database, logger, policy, closeTimeoutInMs }: Parts): Bus {
  const queues = createQueues(boss, policy)
  const workers = createWorkers({ boss, logger, queues })
  const deadWorkers = releaseJobsOfDeadWorkers({
    database,
    logger,
    queues: workers.queues,
    intervalInMs: MONITOR_INTERVAL_IN_SECONDS * 1_000,
  })
  const { wake, work } = workers

  /** Rounds are counted under a lock that ends with the transaction, and so every job is sent in one. */
  const within = (
    tenantId: string,
    { transaction }: SendOptions,
    run: (transaction: Transaction) => Promise<void>,
  ): Promise<void> => (transaction === undefined ? database.forTenant(tenantId).transaction(run) : run(transaction))

  return {
    send: async (queue, payload, options = {}) => {
      await queues.ensure(queue)
      await within(payload.tenant_id, options, (transaction) => enqueue(boss, transaction, queue, payload, options))
      wake(queue)
    },
    wake,
    work,
    publish: async (topic, event, options = {}) => {
      await within(event.tenant_id, options, async (transaction) => {
        for (const queue of await subscriptionsOf(transaction, topic)) await enqueue(boss, transaction, queue, event)
      })
      for (const queue of workers.queues()) if (queue.startsWith(`${topic}.`)) wake(queue)
    },
    subscribe: async (topic, subscription, handler) => {
      const queue = `${topic}.${subscription}`
      await queues.ensure(queue)
      await boss.subscribe(topic, queue)
      await work(queue, { concurrency: 1 }, (delivery) => handler(parseEvent(topic, delivery.payload), delivery))
    },
    isPending: (queue, fields) => isPending(database, queue, fields),
    depth: (queue, tenantId) => countWaiting(database, queue, tenantId),
    deadLetters: listDeadLetters(database),
    deadLetterDepth: () => countWaiting(database, DEAD_LETTERS),
    replayDeadLetters: async (choice) => {
      // Whatever asks the database anew must do so before the transaction.
      const sources = await queuesOfDeadLetters(database, choice.tenantId)
      for (const queue of sources) await queues.ensure(queue)
      const replayed = await takeDeadLetters(database, choice, async (transaction, letters) => {
        for (const letter of letters) await enqueueAgain(boss, transaction, letter)
      })
      for (const queue of sources) wake(queue)
      return replayed
    },
    discardDeadLetters: (choice) => takeDeadLetters(database, choice, async () => undefined),
    [Symbol.asyncDispose]: async () => {
      deadWorkers[Symbol.dispose]()
      await boss.stop({ close: false, graceful: true, timeout: closeTimeoutInMs })
    },
  }
}

interface Queues {
  /** Make a queue unless it is there; asks the database once per process. */
  readonly ensure: (name: string) => Promise<void>
}

function createQueues(boss: PgBoss, policy: QueueOptions): Queues {
  const known = new Map<string, Promise<void>>()
  return {
    ensure: (name) => {
      const found = known.get(name)
      if (found !== undefined) return found
      const prepared = prepareQueue(boss, name, policy)
      known.set(name, prepared)
      // The database may have been away for a moment: the next one asks again.
      prepared.catch(() => known.delete(name))
      return prepared
    },
  }
}

async function prepareQueue(boss: PgBoss, name: string, options: QueueOptions): Promise<void> {
  if ((await boss.getQueue(name)) === null) await boss.createQueue(name, options)
  // An earlier version may have made it with other settings.
  else await boss.updateQueue(name, options)
  // Any look at the queue makes pg-boss remember it; a `send` inside a transaction must not have to ask the database.
  await boss.findJobs(name, { limit: 1 })
}

function createWorkers({ boss, logger, queues }: Pick<Parts, 'boss' | 'logger'> & { readonly queues: Queues }) {
  const workers = new Map<string, string[]>()
  const wake = (queue: string): void => {
    for (const worker of workers.get(queue) ?? []) boss.notifyWorker(worker)
  }
  const work: Bus['work'] = async (queue, { concurrency }, handler) => {
    await queues.ensure(queue)
    const options: WorkOptions & { readonly includeMetadata: true } = {
      includeMetadata: true,
      pollingIntervalSeconds: POLLING_INTERVAL_IN_SECONDS,
      heartbeatRefreshSeconds: HEARTBEAT_REFRESH_IN_SECONDS,
    }
    const run = async ([job]: JobWithMetadata[]): Promise<void> => {
      if (job === undefined) return
      try {
        await handler(deliveryOf(job))
      } catch (error) {
        const [id, attempt] = [job.id, job.retryCount + 1]
        logger.warn({ err: error, queue, job: id, attempt, of: MAXIMUM_DELIVERIES }, 'a job did not succeed')
        throw failureOf(error)
      } finally {
        // Without this a worker would rest until its next poll after every job, however many are waiting.
        wake(queue)
      }
    }
    const started = Array.from({ length: concurrency }, () => boss.work(queue, options, run))
    workers.set(queue, [...(workers.get(queue) ?? []), ...(await Promise.all(started))])
  }
  return { wake, work, queues: () => [...workers.keys()] }
}

/**
 * Put a job into its place. When a job with the same key waits, that one is held until the transaction ends and nothing is
 * added; when another transaction adds one at this moment, its end is awaited and that job is held.
 */
async function enqueue(
  boss: PgBoss,
  transaction: Transaction,
  queue: string,
  payload: JobPayload,
  { priority = 'normal', key }: SendOptions = {},
): Promise<void> {
  const singletonKey = key === undefined ? null : `${payload.tenant_id} ${key}`
  for (;;) {
    const turn = await takeTurn(transaction, { queue, tenantId: payload.tenant_id, priority, key: singletonKey })
    if (turn === null) return
    const keyed = singletonKey === null ? {} : { singletonKey }
    const id = await boss.send(queue, payload, { db: fromDrizzle(transaction, sql), priority: turn, ...keyed })
    if (id !== null || singletonKey === null) return
  }
}

async function enqueueAgain(boss: PgBoss, transaction: Transaction, letter: TakenLetter): Promise<void> {
  const { tenantId, queue, payload, priority, key } = letter
  const options = { priority: priorityOf(priority), ...(key === null ? {} : { key: key.slice(tenantId.length + 1) }) }
  await enqueue(boss, transaction, queue, { ...(payload as object), tenant_id: tenantId }, options)
}

function jobPolicy(retryDelayInSeconds: number): QueueOptions & { readonly deadLetter: string } {
  const backoff = { retryDelay: retryDelayInSeconds, retryBackoff: true, retryDelayMax: LONGEST_RETRY_DELAY_IN_SECONDS }
  return {
    retryLimit: MAXIMUM_DELIVERIES - 1,
    ...(retryDelayInSeconds > 0 ? backoff : { retryDelay: 0, retryBackoff: false }),
    heartbeatSeconds: HEARTBEAT_IN_SECONDS,
    expireInSeconds: LONGEST_RUN_IN_SECONDS,
    retentionSeconds: LONGEST_WAIT_IN_SECONDS,
    deleteAfterSeconds: DONE_JOBS_KEPT_IN_SECONDS,
    deadLetter: DEAD_LETTERS,
  }
}

/**
 * The queues that receive a topic, read inside the caller's transaction: pg-boss's own `publish` reads them on another
 * connection, which the embedded database lets wait until the transaction is over.
 */
async function subscriptionsOf(transaction: Transaction, topic: Topic): Promise<readonly string[]> {
  const { rows } = await transaction.execute(sql`select name from pgboss.subscription where event = ${topic}`)
  return z
    .array(QueueRow)
    .parse(rows)
    .map(({ name }) => name)
}

const QueueRow = z.object({ name: z.string() })

/** pg-boss's own statistics are up to a minute old; whoever reads a depth decides on it. */
async function countWaiting({ system }: Database, queue: string, tenantId?: string): Promise<number> {
  const ofTenant = tenantId === undefined ? sql`` : sql`and data ->> 'tenant_id' = ${tenantId}`
  const { rows } = await system.execute(
    sql`select count(*)::int as count from pgboss.job_common where name = ${queue} and state < 'active' ${ofTenant}`,
  )
  return CountRow.parse(rows[0]).count
}

const CountRow = z.object({ count: z.number() })

async function isPending({ system }: Database, queue: string, fields: object): Promise<boolean> {
  const { rows } = await system.execute(
    sql`select from pgboss.job_common
      where name = ${queue} and state <= 'active' and data @> ${JSON.stringify(fields)}::jsonb limit 1`,
  )
  return rows.length > 0
}

function deliveryOf(job: JobWithMetadata): Delivery {
  return { id: job.id, payload: job.data, attempt: job.retryCount + 1, signal: job.signal }
}

/** What is kept of an error: what a dead letter says later. */
function failureOf(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  const stage = error instanceof Error && 'stage' in error && typeof error.stage === 'string' ? error.stage : undefined
  return Object.assign(new Error(message.slice(0, LONGEST_REASON)), stage === undefined ? {} : { stage })
}

function parseEvent<T extends Topic>(topic: T, payload: unknown): EventOf<T> {
  return TOPICS[topic].parse(payload) as EventOf<T>
}
