import { and, eq, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { MeasureChange } from '../../contracts/evaluation-runs.ts'
import type { PromptActivation } from '../../contracts/prompts.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { promptActivations } from '../../platform/database/prompt-schema.ts'
import { tenants } from '../../platform/database/schema.ts'
import { objectionToWording, type WordingGate } from '../evaluation/gate-wording.ts'
import { type Activation, BEGINNING, createActiveWording, lastActivation } from './active-wording.ts'
import { checkWording, type WordingLimits } from './check-wording.ts'
import { promptRow } from './read-prompts.ts'

export interface ActivatePromptDependencies extends WordingLimits {
  readonly database: Database
  readonly gate: WordingGate
}

/** Which version, and whether it is to be used although answers are worse with it. */
export interface PromptChoice extends PromptActivation {
  readonly number: number
}

/**
 * Write answers with another version from the next one on, in all processes; cached answers are outdated. Nothing happens
 * when it is active already. Throws `not-found`, `not-allowed-now` for a draft that nobody reviewed and for one with which
 * answers to the golden questions are worse, and `invalid-request` when it does not fit the models that are configured now.
 */
export async function activatePrompt(
  { database, gate, ...limits }: ActivatePromptDependencies,
  { number, ...given }: PromptChoice,
  context: CallContext,
): Promise<void> {
  const { tenant_id: tenantId } = context.principal
  const row = await promptRow(database.forTenant(tenantId), tenantId, number)
  let passed: Passed = { comparison: null, overrideReason: null }
  if (row.createdBy !== null) {
    if (row.reviewedAt === null)
      throw problem('not-allowed-now', 'Nobody has reviewed it yet; let another administrator do so first.')
    // Placeholders and models may have changed since it was written.
    checkWording(row.text, limits)
    const active = await createActiveWording(database)(tenantId)
    passed = passGate(await gate({ version: number, text: row.text }, active, context), given)
  }
  await flip(database, context, (current) =>
    current.version === number ? null : { version: number, previous: current.sequence, ...passed },
  )
}

/** What an activation keeps of the gate. Throws `not-allowed-now` when it stands in the way. */
function passGate(comparison: readonly MeasureChange[] | null, { override, reason }: PromptActivation): Passed {
  if (override === true && reason === undefined)
    throw problem('invalid-request', 'Say in "reason" why it is to be used all the same; it is recorded.')
  const objection = comparison === null ? null : objectionToWording(comparison)
  if (objection !== null && override !== true)
    throw problem(
      'not-allowed-now',
      `${objection} Look at it, and give "override" with a reason to use it all the same.`,
      { extensions: { comparison } },
    )
  return { comparison, overrideReason: objection === null ? null : (reason ?? null) }
}

/** Go back to what was active before; again, and further back. Returns the version. Throws `not-allowed-now` at the end. */
export async function rollBackPrompt(database: Database, context: CallContext): Promise<number> {
  return flip(database, context, async ({ previous }, tx) => {
    if (previous === null) throw problem('not-allowed-now', 'Nothing was active before; activate a version instead.')
    return activationAt(tx, context.principal.tenant_id, previous)
  })
}

type Passed = Pick<typeof promptActivations.$inferSelect, 'comparison' | 'overrideReason'>
type Next = Pick<Activation, 'version' | 'previous'> & Partial<Passed>
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
    const sequence = current.sequence + 1
    const activatedAt = new Date(clock.now())
    await tx.insert(promptActivations).values({ tenantId, sequence, activatedBy, activatedAt, ...next })
    // Whoever asks reads the epoch first and the wording later, so no answer by the old one is kept under the new epoch.
    await tx
      .update(tenants)
      .set({ libraryEpoch: sql`${tenants.libraryEpoch} + 1` })
      .where(eq(tenants.id, tenantId))
    const override = next.overrideReason ?? null
    const detail = { before: current.version, ...(override !== null && { override }) }
    await noteAct(tx, context, { kind: 'prompt-activated', object: `prompt:${next.version}`, detail })
    return next.version
  })
}

async function activationAt(tx: Transaction, tenantId: string, sequence: number): Promise<Next> {
  const at = and(eq(promptActivations.tenantId, tenantId), eq(promptActivations.sequence, sequence))
  const [row] = await tx.select().from(promptActivations).where(at)
  const { version, previous } = row ?? BEGINNING
  return { version, previous }
}
