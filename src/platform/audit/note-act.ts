import { randomUUID } from 'node:crypto'
import type { ActDetail, ActEntry, ActKind } from '../../contracts/audit.ts'
import type { CallContext } from '../../contracts/call-context.ts'
import type { Orm, Transaction } from '../database/database.ts'
import { auditRecords } from '../database/record-schema.ts'
import { createPeopleHider } from './hide-people.ts'

export interface Act {
  readonly kind: ActKind
  /** What it is done to, as `document:<id>`, `user:<object id>`; left out when it is about nothing in particular. */
  readonly object?: string
  /** Counts, and settings before and after. Write people as `user:<object id>`, and no words of theirs. */
  readonly detail?: ActDetail
}

export type Doer = Pick<CallContext, 'principal' | 'clock' | 'requestId'>

/**
 * Write down what somebody does, in the transaction in which it happens: either both are there afterwards, or none. It is
 * linked to the chain of the tenant a moment later.
 */
export async function noteAct(tx: Transaction | Orm, { principal, clock, requestId }: Doer, act: Act): Promise<void> {
  const { tenant_id: tenantId, object_id: objectId, kind, roles } = principal
  const [id, at] = [randomUUID(), new Date(clock.now())]
  const { hide, hideIn, people } = createPeopleHider()
  const entry: ActEntry = {
    format: 1,
    tenant_id: tenantId,
    id,
    request_id: requestId,
    at: at.toISOString(),
    kind: act.kind,
    actor: { person: hide(objectId), kind, roles: [...roles] },
    object: hideIn(act.object ?? null),
    detail: hideIn(act.detail ?? {}),
  }
  const columns = { tenantId, id, kind: act.kind, objectId, object: act.object ?? null, people: people(), at }
  await tx.insert(auditRecords).values({ ...columns, entry: JSON.stringify(entry) })
}
