import { sql } from 'drizzle-orm'
import { PgBoss, type QueueOptions } from 'pg-boss'
import type { Logger } from 'pino'
import { z } from 'zod'
import { type EventOf, TOPICS, type Topic } from '../../contracts/events.ts'
import type { Database, Transaction } from '../database/database.ts'
import type { Bus, SendOptions } from './bus.ts'
import { DEAD_LETTERS, listDeadLetters, queuesOfDeadLetters, takeDeadLetters } from './pg-boss-dead-letters.ts'
import { releaseJobsOfDeadWorkers } from './pg-boss-dead-workers.ts'
import { enqueue, enqueueAgain } from './pg-boss-enqueue.ts'
import { createQueues, jobPolicy, LONGEST_WAIT_IN_SECONDS, prepareQueue } from './pg-boss-queues.ts'
import { setUpTurns } from './pg-boss-turns.ts'
import { createWorkers } from './pg-boss-workers.ts'

/** How often jobs of dead workers are looked for. */
const MONITOR_INTERVAL_IN_SECONDS = 2
const CLOSE_TIMEOUT_IN_MS = 20_000
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
    oldestAgeInMs: (queue) => ageOfOldest(database, queue),
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

async function ageOfOldest({ system }: Database, queue: string): Promise<number> {
  const { rows } = await system.execute(
    sql`select coalesce(greatest(0, 1000 * extract(epoch from now() - min(created_on))), 0)::float8 as age
      from pgboss.job_common where name = ${queue} and state < 'active'`,
  )
  return AgeRow.parse(rows[0]).age
}

const AgeRow = z.object({ age: z.number() })
const CountRow = z.object({ count: z.number() })

async function isPending({ system }: Database, queue: string, fields: object): Promise<boolean> {
  const { rows } = await system.execute(
    sql`select from pgboss.job_common
      where name = ${queue} and state <= 'active' and data @> ${JSON.stringify(fields)}::jsonb limit 1`,
  )
  return rows.length > 0
}

function parseEvent<T extends Topic>(topic: T, payload: unknown): EventOf<T> {
  return TOPICS[topic].parse(payload) as EventOf<T>
}
