import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../../contracts/call-context.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database } from '../../platform/database/database.ts'
import { auditRecords } from '../../platform/database/record-schema.ts'

/** Erased in one transaction, and named in one act: others of the embedded database wait for it. */
const BATCH = 1_000

export interface ErasedPerson {
  readonly objectId: string
  /** Of the receipt. */
  readonly erasure: string
}

/**
 * Take a person out of the records of the audit: what leads from their hash to them goes, the hash stays and the chain with
 * it. Acts in the same transactions say which records that are; nobody else can take somebody out unseen. Returns how many.
 */
export async function eraseRecords(
  database: Database,
  { objectId, erasure }: ErasedPerson,
  context: CallContext,
): Promise<number> {
  const { tenant_id: tenantId } = context.principal
  const orm = database.forTenant(tenantId)
  const named = sql`${auditRecords.people} @> ${JSON.stringify([{ object_id: objectId }])}::jsonb`
  const names = and(eq(auditRecords.tenantId, tenantId), sql`(${named} or ${auditRecords.objectId} = ${objectId})`)
  for (let erased = 0; ; ) {
    const count = await orm.transaction(async (tx) => {
      const rows = await tx
        .select({ id: auditRecords.id })
        .from(auditRecords)
        .where(names)
        .orderBy(asc(auditRecords.at), asc(auditRecords.id))
        .limit(BATCH)
        .for('update')
      const records = rows.map(({ id }) => z.uuid().parse(id))
      if (records.length === 0) return 0
      await tx
        .update(auditRecords)
        .set(withoutPerson(objectId))
        .where(and(eq(auditRecords.tenantId, tenantId), inArray(auditRecords.id, records)))
      await noteAct(tx, context, { kind: 'personal-data-erased', detail: { erasure, records } })
      return records.length
    })
    erased += count
    if (count < BATCH) return erased
  }
}

/** The columns without the person: `object` names them by their hash, as the record does. */
function withoutPerson(objectId: string) {
  const { people, object, objectId: actor } = auditRecords
  const each = sql`jsonb_array_elements(coalesce(${people}, '[]'::jsonb)) as person`
  const others = sql`coalesce((select jsonb_agg(person) from ${each} where person->>'object_id' <> ${objectId}), '[]'::jsonb)`
  const hidden = sql`(select person->>'hidden' from ${each} where person->>'object_id' = ${objectId})`
  const isMeant = sql`${object} in (${`user:${objectId}`}, ${`budget:user:${objectId}`})`
  return {
    people: sql`case when ${people} is null then null else ${others} end`,
    object: sql`case when ${isMeant} then replace(${object}, ${`user:${objectId}`}, ${hidden}) else ${object} end`,
    objectId: sql`nullif(${actor}, ${objectId})`,
  }
}
