import { randomUUID } from 'node:crypto'
import type { Clock } from '../../contracts/call-context.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { evaluationRuns } from '../../platform/database/evaluation-schema.ts'

export const EVALUATION_QUEUE = 'evaluate'

export interface RequestRunDependencies {
  readonly database: Database
  readonly bus: Pick<Bus, 'send' | 'wake'>
  readonly clock: Clock
}

export interface RunRequest {
  readonly tenantId: string
  /** What it is for: a second request for the same is none. */
  readonly key: string
  readonly trigger: (typeof evaluationRuns.$inferInsert)['trigger']
  readonly requestedBy: string | null
}

/** Ask for a run. Returns its id, or null where it was asked for before. */
export async function requestRun(
  { database, bus, clock }: RequestRunDependencies,
  { tenantId, ...request }: RunRequest,
): Promise<string | null> {
  const id = randomUUID()
  const row = { tenantId, id, ...request, state: 'waiting' as const, createdAt: new Date(clock.now()) }
  const isNew = await database.forTenant(tenantId).transaction(async (tx) => {
    const written = await tx
      .insert(evaluationRuns)
      .values(row)
      .onConflictDoNothing()
      .returning({ id: evaluationRuns.id })
    if (written.length === 0) return false
    await bus.send(EVALUATION_QUEUE, { tenant_id: tenantId, run_id: id }, { transaction: tx, key: id })
    return true
  })
  if (!isNew) return null
  bus.wake(EVALUATION_QUEUE)
  return id
}
