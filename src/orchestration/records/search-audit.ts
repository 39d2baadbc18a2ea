import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { RecordEntry } from '../../contracts/answer-records.ts'
import { ActEntry, ActKind, type AuditFilter, type AuditPage, type AuditRecord } from '../../contracts/audit.ts'
import type { CallContext } from '../../contracts/call-context.ts'
import { revealPeople } from '../../platform/audit/hide-people.ts'
import type { Database } from '../../platform/database/database.ts'
import { auditRecords } from '../../platform/database/record-schema.ts'
import { users } from '../../platform/database/sign-in-schema.ts'
import { readCursor, writeCursor } from '../../platform/http/page-cursor.ts'

export type RecordRow = typeof auditRecords.$inferSelect

export interface SearchInput extends AuditFilter {
  readonly limit: number
  readonly cursor?: string | undefined
}

/** What happened, newest first, page by page. */
export async function searchAudit(
  database: Database,
  { limit, cursor, ...filter }: SearchInput,
  { principal }: CallContext,
): Promise<AuditPage> {
  const { tenant_id: tenantId } = principal
  const after = cursor === undefined ? undefined : isBefore(readCursor(cursor, z.uuid()))
  const rows = await database
    .forTenant(tenantId)
    .select()
    .from(auditRecords)
    .where(and(recordsThat(tenantId, filter), after))
    .orderBy(desc(auditRecords.at), desc(auditRecords.id))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    records: shown.map(recordOf),
    names: await namesOf(database, tenantId, shown),
    next_cursor: rows.length > limit && last !== undefined ? writeCursor(last.at, last.id) : null,
  }
}

/** The records that a filter lets through. `about` a person finds everything that names them. */
export function recordsThat(tenantId: string, { actor, about, kind, from, to }: AuditFilter): SQL | undefined {
  const person = about?.match(/^user:(.+)$/)?.[1]
  return and(
    eq(auditRecords.tenantId, tenantId),
    actor === undefined ? undefined : eq(auditRecords.objectId, actor),
    about === undefined
      ? undefined
      : or(eq(auditRecords.object, about), person === undefined ? undefined : names(person)),
    kind === undefined ? undefined : eq(auditRecords.kind, kind),
    from === undefined ? undefined : gte(auditRecords.at, new Date(from)),
    to === undefined ? undefined : lt(auditRecords.at, new Date(to)),
  )
}

/** Whether a record names this person: who did it, to whom, or in its details. */
export function names(objectId: string): SQL {
  return sql`${auditRecords.people} @> ${JSON.stringify([{ object_id: objectId }])}::jsonb`
}

/** A record as it is shown: people by their ids, as far as they were not erased. */
export function recordOf(row: RecordRow): AuditRecord {
  const { id, at, sequence, hash, objectId: object_id } = row
  const shared = { id, at: at.toISOString(), sequence, hash, object: row.object }
  if (row.kind === 'question') {
    const { principal, request_id, outcome, cache, mode, model, conversation_id, passages } = RecordEntry.parse(
      JSON.parse(row.entry),
    )
    const documents = [...new Set(passages.map(({ document_id }) => document_id))]
    const detail = { outcome, cache, mode, model, conversation_id, documents }
    const { kind, roles } = principal
    return { ...shared, kind: 'question', request_id, actor: { object_id, kind, roles }, detail }
  }
  const { actor, request_id, detail } = ActEntry.parse(JSON.parse(row.entry))
  return {
    ...shared,
    kind: ActKind.parse(row.kind),
    request_id,
    actor: { object_id, kind: actor.kind, roles: actor.roles },
    detail: revealPeople(detail, row.people ?? []),
  }
}

async function namesOf(
  database: Database,
  tenantId: string,
  rows: readonly RecordRow[],
): Promise<Readonly<Record<string, string>>> {
  const ids = [...new Set(rows.flatMap(({ people }) => (people ?? []).map(({ object_id }) => object_id)))]
  if (ids.length === 0) return {}
  const known = await database
    .forTenant(tenantId)
    .select({ id: users.objectId, name: users.displayName })
    .from(users)
    .where(and(eq(users.tenantId, tenantId), inArray(users.objectId, ids)))
  return Object.fromEntries(known.map(({ id, name }) => [id, name]))
}

function isBefore({ createdAt: at, id }: ReturnType<typeof readCursor>): SQL | undefined {
  return or(lt(auditRecords.at, at), and(eq(auditRecords.at, at), lt(auditRecords.id, id)))
}
