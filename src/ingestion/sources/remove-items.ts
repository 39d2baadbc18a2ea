import type { z } from 'zod'
import type { CallContext } from '../../contracts/call-context.ts'
import { isProblem } from '../../contracts/errors.ts'
import type { Removals } from '../../contracts/sources.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { deleteByIdentity } from '../delete-by-identity.ts'
import { getSource } from './keep-source.ts'

export interface RemoveItemsDependencies {
  readonly database: Database
  readonly bus: Bus
}

const STAYS: ReadonlySet<string> = new Set(['news-overtaken', 'held'])

/**
 * Delete documents of a source, each for itself. Those that the source has brought again in the meantime stay, and those that a
 * legal hold keeps: they are removed the next time after it is lifted.
 */
export async function removeItems(
  dependencies: RemoveItemsDependencies,
  source: string,
  { external_ids, changed_at }: z.infer<typeof Removals>,
  context: CallContext,
): Promise<{ readonly removed: number }> {
  await getSource(dependencies.database, source, context)
  const changedAt = changed_at === undefined ? null : new Date(changed_at)
  let removed = 0
  for (const externalId of external_ids) {
    context.signal.throwIfAborted()
    try {
      if (await deleteByIdentity(dependencies, { source, externalId, changedAt }, context)) removed += 1
    } catch (error) {
      if (!isProblem(error) || !STAYS.has(error.code)) throw error
    }
  }
  return { removed }
}
