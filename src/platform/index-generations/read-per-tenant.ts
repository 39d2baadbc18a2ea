import type { Database } from '../database/database.ts'

/**
 * Make a look-up of something that changes only with the row of a tenant. What was read is used again while the database
 * vouches that nothing has changed; where only asking tells, it is read each time, so that all processes notice at once.
 */
export function readPerTenant<T>(
  database: Pick<Database, 'standingRevision'>,
  read: (tenantId: string) => Promise<T>,
): (tenantId: string) => Promise<T> {
  const known = new Map<string, { readonly value: T }>()
  let knownAt: number | null = null
  return async (tenantId) => {
    const revision = database.standingRevision()
    if (revision === null || revision !== knownAt) known.clear()
    knownAt = revision
    const remembered = known.get(tenantId)
    if (remembered !== undefined) return remembered.value
    const value = await read(tenantId)
    if (revision !== null && revision === database.standingRevision()) known.set(tenantId, { value })
    return value
  }
}
