import { and, eq, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { promptActivations } from '../../platform/database/prompt-schema.ts'
import { tenants } from '../../platform/database/schema.ts'
import { type Activation, BEGINNING, lastActivation } from './active-wording.ts'
import { checkWording, type WordingLimits } from './check-wording.ts'
import { promptRow } from './read-prompts.ts'

/**
 * Write answers with another version from the next one on, in all processes; cached answers are outdated. Nothing happens
 * when it is active already. Throws `not-found`, `not-allowed-now` for a draft that nobody reviewed, and `invalid-request`
 * when it does not fit the models that are configured now.
 */
export async function activatePrompt(
  { database, ...limits }: WordingLimits & { readonly database: Database },
  number: number,
  context: CallContext,
): Promise<void> {
  const { tenant_id: tenantId } = context.principal
  const row = await promptRow(database.forTenant(tenantId), tenantId, number)
  if (row.createdBy !== null) {
    if (row.reviewedAt === null)
      throw problem('not-allowed-now', 'Nobody has reviewed it yet; let another administrator do so first.')
    // Placeholders and models may have changed since it was written.
    checkWording(row.text, limits)
    // A gate by evaluation belongs here: before the transaction, because it asks models.
  }
  await flip(database, context, (current) =>
    current.version === number ? null : { version: number, previous: current.sequence },
  )
}

/** Go back to what was active before; again, and further back. Returns the version. Throws `not-allowed-now` at the end. */
export async function rollBackPrompt(database: Database, context: CallContext): Promise<number> {
  return flip(database, context, async ({ previous }, tx) => {
    if (previous === null) throw problem('not-allowed-now', 'Nothing was active before; activate a version instead.')
    return activationAt(tx, context.principal.tenant_id, previous)
  })
}

type Next = Pick<Activation, 'version' | 'previous'>
type Choose = (current: Activation, tx: Transaction) => Promise<Next> | Next | null

/** One transaction moves to the next activation and outdates what was answered before. Returns the version that is active. */
async function flip(database: Database, context: CallContext, choose: Choose): Promise<number> {
  const { principal, clock } = context
  const { tenant_id: tenantId, object_id: activatedBy } = principal
  return database.forTenant(tenantId).transaction(async (tx) => {
    // One after the other: each sees what the one before it made active.
    await tx.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, tenantId)).for('update')
    const current = await lastActivation(tx, tenantId)
    const next = await choose(current, tx)
    if (next === null) return current.version
    const { version, previous } = next
    const sequence = current.sequence + 1
    const activatedAt = new Date(clock.now())
    await tx.insert(promptActivations).values({ tenantId, sequence, version, previous, activatedBy, activatedAt })
    // Whoever asks reads the epoch first and the wording later, so no answer by the old one is kept under the new epoch.
    await tx
      .update(tenants)
      .set({ libraryEpoch: sql`${tenants.libraryEpoch} + 1` })
      .where(eq(tenants.id, tenantId))
    const detail = { before: current.version }
    await noteAct(tx, context, { kind: 'prompt-activated', object: `prompt:${version}`, detail })
    return version
  })
}

async function activationAt(tx: Transaction, tenantId: string, sequence: number): Promise<Activation> {
  const at = and(eq(promptActivations.tenantId, tenantId), eq(promptActivations.sequence, sequence))
  const [row] = await tx.select().from(promptActivations).where(at)
  return row ?? BEGINNING
}
