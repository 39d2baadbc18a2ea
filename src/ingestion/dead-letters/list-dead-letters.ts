import type { CallContext } from '../../contracts/call-context.ts'
import type { DeadLetterPage, DeadLetterSummary } from '../../contracts/dead-letters.ts'
import type { Principal } from '../../contracts/principal.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { isOnList } from '../access-entries.ts'
import { findSubjects, type Subject } from './letter-subjects.ts'

export interface DeadLetterDependencies {
  readonly bus: Bus
  readonly database: Database
}

/** What was given up in the caller's organisation, newest first, page by page. */
export async function listDeadLetters(
  { bus, database }: DeadLetterDependencies,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  { principal }: CallContext,
): Promise<DeadLetterPage> {
  const tenantId = principal.tenant_id
  const { letters, next } = await bus.deadLetters({ tenantId, limit, after: cursor })
  const subjects = await findSubjects(database, tenantId, letters)
  return { dead_letters: subjects.map((subject) => summaryOf(subject, principal)), next_cursor: next }
}

function summaryOf({ letter, document, version }: Subject, principal: Principal): DeadLetterSummary {
  const { id, queue, reason, stage, attempts, failedAt, payload } = letter
  return {
    id,
    queue,
    reason,
    stage,
    attempts,
    failed_at: failedAt.toISOString(),
    document:
      document === null
        ? null
        : { id: document.id, title: titleFor(principal, document), version: version?.version ?? null },
    payload: typeof payload === 'object' && payload !== null ? { ...payload } : {},
  }
}

/** Administrators see no more documents than others; that one failed they have to know. */
function titleFor(principal: Principal, document: NonNullable<Subject['document']>): string | null {
  return document.deletedAt === null && isOnList(document.access, principal) ? document.title : null
}
