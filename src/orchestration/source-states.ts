import { and, arrayOverlaps, eq, inArray, isNull } from 'drizzle-orm'
import type { SourceState } from '../contracts/answers.ts'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'

/** Which version of a document something was taken from. */
export interface CitedVersion {
  readonly document_id: string
  readonly version: number
}

/** Says what became of a cited version. */
export type StateOf = (cited: CitedVersion) => SourceState

/**
 * Look up what became of documents, for somebody: one that was deleted and one that they may no longer read are the same.
 * "changed" means that a newer version is current, not that one was uploaded.
 */
export async function sourceStates(
  database: Database,
  documentIds: Iterable<string>,
  principal: Principal,
): Promise<StateOf> {
  const ids = [...new Set(documentIds)]
  const tenantId = principal.tenant_id
  const readable = and(
    eq(documents.tenantId, tenantId),
    inArray(documents.id, ids),
    isNull(documents.deletedAt),
    arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
  )
  const rows =
    ids.length === 0
      ? []
      : await database
          .forTenant(tenantId)
          .select({ id: documents.id, current: documents.currentVersion })
          .from(documents)
          .where(readable)
  const current = new Map(rows.map((row) => [row.id, row.current]))
  return ({ document_id, version }) => {
    const now = current.get(document_id)
    if (now === undefined) return 'deleted'
    return now !== null && now > version ? 'changed' : 'current'
  }
}
