import { sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'

/** What pg-boss writes as the outcome of a job whose worker fell silent. */
const FELL_SILENT = JSON.stringify({ value: { message: 'job heartbeat timeout' } })

export interface DeadWorkersDependencies {
  readonly database: Pick<Database, 'system'>
  readonly logger: Logger
  /** The queues that this process works on. */
  readonly queues: () => readonly string[]
  readonly intervalInMs: number
}

/**
 * Let jobs of workers that died be taken at once. pg-boss makes them wait as if they had failed, longer with each time, on
 * top of the time that it took to notice the death.
 */
export function releaseJobsOfDeadWorkers({
  database,
  logger,
  queues,
  intervalInMs,
}: DeadWorkersDependencies): Disposable {
  let isLooking = false
  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    try {
      await database.system.execute(sql`
        update pgboss.job_common set start_after = now()
        where name = any(${sql.param([...queues()])}::text[]) and state = 'retry' and start_after > now()
          and output @> ${FELL_SILENT}::jsonb`)
    } catch (error) {
      logger.debug({ err: error }, 'jobs of dead workers could not be looked for')
    } finally {
      isLooking = false
    }
  }
  const timer = setInterval(() => void look(), intervalInMs)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
