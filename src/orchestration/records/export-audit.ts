import { and, asc, eq, gt, or } from 'drizzle-orm'
import type { AuditFilter } from '../../contracts/audit.ts'
import type { CallContext } from '../../contracts/call-context.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database } from '../../platform/database/database.ts'
import { auditRecords } from '../../platform/database/record-schema.ts'
import { type RecordRow, recordOf, recordsThat } from './search-audit.ts'

const PAGE = 500

/**
 * The records that a filter lets through, oldest first, as JSON Lines. Each line has the record as it was hashed beside the
 * form that is shown, so that the chain can be checked without this server. That somebody took them is written down first.
 */
export async function* exportAudit(
  database: Database,
  filter: AuditFilter,
  context: CallContext,
): AsyncGenerator<string> {
  const { tenant_id: tenantId } = context.principal
  const orm = database.forTenant(tenantId)
  const { about, actor, ...others } = filter
  const people = {
    ...(about === undefined ? {} : { about }),
    ...(actor === undefined ? {} : { actor: `user:${actor}` }),
  }
  const detail = { ...people, ...JSON.parse(JSON.stringify(others)) }
  await noteAct(orm, context, { kind: 'audit-exported', detail })
  for (let last: RecordRow | undefined; ; ) {
    context.signal.throwIfAborted()
    const rows: readonly RecordRow[] = await orm
      .select()
      .from(auditRecords)
      .where(and(recordsThat(tenantId, filter), last === undefined ? undefined : isAfter(last)))
      .orderBy(asc(auditRecords.at), asc(auditRecords.id))
      .limit(PAGE)
    if (rows.length > 0) yield rows.map(lineOf).join('')
    last = rows.at(-1)
    if (rows.length < PAGE || last === undefined) return
  }
}

function isAfter({ at, id }: RecordRow) {
  return or(gt(auditRecords.at, at), and(eq(auditRecords.at, at), gt(auditRecords.id, id)))
}

function lineOf(row: RecordRow): string {
  const { previousHash: previous_hash, entry, people } = row
  return `${JSON.stringify({ ...recordOf(row), previous_hash, entry, people: people ?? [] })}\n`
}
