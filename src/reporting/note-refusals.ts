import type { EventOf } from '../contracts/events.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import { usageRefusals } from '../platform/database/usage-schema.ts'

/** Write down what gateways refused; what is told twice counts once. */
export async function subscribeRefusals({
  bus,
  database,
}: {
  readonly bus: Pick<Bus, 'subscribe'>
  readonly database: Database
}): Promise<void> {
  await bus.subscribe('requests-refused', 'usage', (event) => noteRefusals(database, event))
}

async function noteRefusals(
  database: Database,
  { tenant_id: tenantId, batch, refusals }: EventOf<'requests-refused'>,
): Promise<void> {
  const rows = refusals.map(({ object_id: objectId, start, refused }) => ({
    tenantId,
    batch,
    objectId,
    start: new Date(start),
    refused,
  }))
  if (rows.length > 0) await database.forTenant(tenantId).insert(usageRefusals).values(rows).onConflictDoNothing()
}
