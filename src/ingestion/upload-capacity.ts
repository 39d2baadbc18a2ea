import { and, count, eq } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { Database } from '../platform/database/database.ts'
import { documentVersions } from '../platform/database/schema.ts'

/** However many uploads come, the queue is looked at this often and no more. Meanwhile what was added is counted along. */
const LOOK_INTERVAL_IN_MS = 1_000
/** Time for a few documents to be read; whoever comes back too early is told once more. */
const RETRY_AFTER_IN_SECONDS = 10

/** Keeps the queue of each tenant from growing without end. */
export interface UploadCapacity {
  /** True when as many documents of the caller's tenant wait as may. */
  readonly isFull: (context: CallContext) => Promise<boolean>
  /** Throws `queue-full` when it is. Ask before the body is read. */
  readonly require: (context: CallContext) => Promise<void>
  /** Count a document that waits from now on. */
  readonly take: (context: CallContext) => void
}

interface Look {
  readonly at: number
  waiting: number
}

export interface UploadCapacityOptions {
  readonly database: Database
  readonly maximumQueuedDocuments: number
}

/** Several processes may each let in what fits since their last look: the bound is soft by what they take in a second. */
export function createUploadCapacity({ database, maximumQueuedDocuments }: UploadCapacityOptions): UploadCapacity {
  const looks = new Map<string, Promise<Look>>()
  const settled = new Map<string, Look>()

  const look = async (tenantId: string, at: number): Promise<Look> => {
    const found = { at, waiting: await countWaiting(database, tenantId, maximumQueuedDocuments) }
    settled.set(tenantId, found)
    return found
  }
  const newestLook = async (tenantId: string, now: number): Promise<Look> => {
    const known = settled.get(tenantId)
    if (known !== undefined && now - known.at < LOOK_INTERVAL_IN_MS) return known
    const running = looks.get(tenantId) ?? look(tenantId, now).finally(() => looks.delete(tenantId))
    looks.set(tenantId, running)
    return running
  }
  const isFull = async ({ principal, clock }: CallContext): Promise<boolean> => {
    const { waiting } = await newestLook(principal.tenant_id, clock.now())
    return waiting >= maximumQueuedDocuments
  }
  return {
    isFull,
    require: async (context) => {
      if (await isFull(context)) throw queueFull(maximumQueuedDocuments)
    },
    take: ({ principal }) => {
      const known = settled.get(principal.tenant_id)
      if (known !== undefined) known.waiting += 1
    },
  }
}

/** Stops counting where it makes no difference any more. */
async function countWaiting(database: Database, tenantId: string, limit: number): Promise<number> {
  const orm = database.forTenant(tenantId)
  const waiting = orm
    .select({ id: documentVersions.id })
    .from(documentVersions)
    .where(and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.state, 'queued')))
    .limit(limit)
    .as('waiting')
  const [row] = await orm.select({ count: count() }).from(waiting)
  return row?.count ?? 0
}

function queueFull(maximum: number): Error {
  const detail = `${maximum} documents wait to be read, and no more are taken until some are. Try again in ${RETRY_AFTER_IN_SECONDS} s; nothing of this one was kept.`
  return problem('queue-full', detail, { retryAfterInSeconds: RETRY_AFTER_IN_SECONDS })
}
