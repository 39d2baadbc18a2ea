import type { Meter } from '@opentelemetry/api'
import { count, isNull, sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { generations, indexGaps } from '../platform/database/schema.ts'
import { PURGE_QUEUE } from './delete-document.ts'
import { FILL_QUEUE } from './generations/record-gaps.ts'
import { INDEX_ACCESS_QUEUE } from './index-access.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'

const QUEUES = [INGEST_QUEUE, PURGE_QUEUE, INDEX_ACCESS_QUEUE, FILL_QUEUE]
const INTERVAL_IN_MS = 15_000

export interface QueueWatchDependencies {
  readonly bus: Bus
  readonly database: Database
  readonly logger: Pick<Logger, 'warn'>
  readonly meter: Meter
}

export interface QueueWatch extends AsyncDisposable {
  /** Look now. Never throws: what could not be read keeps its last value. */
  readonly look: () => Promise<void>
}

/**
 * Show what waits, every 15 s: jobs by queue with the age of the oldest, and builds of the index with what they lack. The age
 * of the queue of access changes says how long searches have not known the newest rights.
 */
export function watchQueues({ bus, database, logger, meter }: QueueWatchDependencies): QueueWatch {
  const depth = meter.createGauge('footnote_queue_depth', { description: 'Jobs of a queue that wait.' })
  const age = meter.createGauge('footnote_queue_age_seconds', {
    description: 'How long the oldest job of a queue has waited; 0 when none does.',
    unit: 's',
  })
  const builds = meter.createGauge('footnote_index_generations', {
    description: 'Builds of the index: active, filling, or kept for a while.',
  })
  const gaps = meter.createGauge('footnote_index_gaps', {
    description: 'Documents whose current version some build of the index does not hold yet.',
  })
  async function measure(): Promise<void> {
    for (const queue of QUEUES) {
      depth.record(await bus.depth(queue), { queue })
      age.record((await bus.oldestAgeInMs(queue)) / 1_000, { queue })
    }
    const states = await countBuilds(database)
    for (const state of ['active', 'filling', 'kept'] as const) builds.record(states.get(state) ?? 0, { state })
    gaps.record(await database.system.$count(indexGaps))
  }
  let looking: Promise<void> | null = null
  const look = (): Promise<void> =>
    (looking ??= measure()
      .catch((error: unknown) =>
        logger.warn({ err: error }, 'what waits could not be counted; it is counted again soon'),
      )
      .finally(() => {
        looking = null
      }))
  const timer = setInterval(() => void look(), INTERVAL_IN_MS).unref()
  return {
    look,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await looking
    },
  }
}

async function countBuilds({ system }: Database): Promise<ReadonlyMap<string, number>> {
  const state = sql<string>`case when active then 'active' when built_at is null then 'filling' else 'kept' end`
  const rows = await system
    .select({ state: state.as('state'), builds: count() })
    .from(generations)
    .where(isNull(generations.removedAt))
    .groupBy(state)
  return new Map(rows.map((row) => [row.state, row.builds]))
}
