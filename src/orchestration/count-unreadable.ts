import { and, arrayOverlaps, count, eq, inArray, isNull } from 'drizzle-orm'
import { accessEntriesOf, type Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'

/** States of a version that has no text to search. */
const UNREADABLE = ['failed', 'needs_ocr']

/** Counts the documents that somebody may see and whose newest version could not be read: the answer may stand in one of them. */
export type UnreadableCounter = (principal: Principal) => Promise<number>

export function createUnreadableCounter(database: Database): UnreadableCounter {
  return async (principal) => {
    const newest = and(
      eq(documents.tenantId, documentVersions.tenantId),
      eq(documents.id, documentVersions.documentId),
      eq(documents.newestVersion, documentVersions.version),
    )
    const [row] = await database
      .forTenant(principal.tenant_id)
      .select({ count: count() })
      .from(documentVersions)
      .innerJoin(documents, newest)
      .where(
        and(
          eq(documentVersions.tenantId, principal.tenant_id),
          inArray(documentVersions.state, UNREADABLE),
          isNull(documents.deletedAt),
          arrayOverlaps(documents.access, [...accessEntriesOf(principal)]),
        ),
      )
    return row?.count ?? 0
  }
}
