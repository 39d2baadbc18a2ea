import { and, eq, gt, like } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { noteAct } from '../platform/audit/note-act.ts'
import type { Database } from '../platform/database/database.ts'
import { auditRecords } from '../platform/database/record-schema.ts'

/** A viewer asks for an original in dozens of parts; within this time they are one reading. */
const ONE_READING_IN_MS = 10 * 60_000

export interface Read {
  readonly id: string
  readonly version: number
  /** `original`, or `passage:<id>`. */
  readonly part: string
}

/** Write down who opened which words of a document, before they are sent. */
export function noteRead(database: Database, { id, version, part }: Read, context: CallContext): Promise<void> {
  const orm = database.forTenant(context.principal.tenant_id)
  return noteAct(orm, context, { kind: 'document-read', object: `document:${id}`, detail: { version, part } })
}

/** The same for one of the parts of an original, unless that was just noted for another part of it. */
export async function notePartRead(database: Database, read: Read, context: CallContext): Promise<void> {
  const { tenant_id: tenantId, object_id: objectId } = context.principal
  const detail = JSON.stringify({ version: read.version, part: read.part })
  const [known] = await database
    .forTenant(tenantId)
    .select({ id: auditRecords.id })
    .from(auditRecords)
    .where(
      and(
        eq(auditRecords.tenantId, tenantId),
        eq(auditRecords.objectId, objectId),
        eq(auditRecords.object, `document:${read.id}`),
        eq(auditRecords.kind, 'document-read'),
        gt(auditRecords.at, new Date(context.clock.now() - ONE_READING_IN_MS)),
        like(auditRecords.entry, `%${detail}%`),
      ),
    )
    .limit(1)
  if (known === undefined) await noteRead(database, read, context)
}
