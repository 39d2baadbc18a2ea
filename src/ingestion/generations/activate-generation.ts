import { and, eq, sql } from 'drizzle-orm'
import type { CallContext } from '../../contracts/call-context.ts'
import { problem } from '../../contracts/errors.ts'
import type { ActivateGeneration } from '../../contracts/index-generations.ts'
import { noteAct } from '../../platform/audit/note-act.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import type { Transaction } from '../../platform/database/database.ts'
import { type ComparisonRow, generations, tenants } from '../../platform/database/schema.ts'
import { type GenerationRow, requireFit } from '../../platform/index-generations/active-generation.ts'
import type { IndexPartition } from '../../platform/search-index/search-index.ts'
import { type CompareDependencies, compareGenerations, objectionTo } from './compare-generations.ts'
import { fillGaps, nextGaps } from './fill-gaps.ts'
import { type FillGenerationDependencies, fillGeneration } from './fill-generation.ts'
import { countGaps, generationIs, getGeneration } from './find-generation.ts'
import { toComparison } from './list-generations.ts'
import { sendFillJob } from './record-gaps.ts'

/** Whoever waits for the reply should not wait for more than some seconds of catching up. */
const MOST_GAPS_CAUGHT_UP = 500
/** Few enough that changes of documents, which wait meanwhile, do not notice. */
const MOST_GAPS_UNDER_LOCK = 10
const ATTEMPTS = 20

export interface ActivateDependencies extends FillGenerationDependencies, CompareDependencies {
  readonly bus: Bus
}

/**
 * Let searches use another generation: the newly built one, or the one before to go back. One transaction moves the pointer;
 * a search that has begun ends on the generation it began with, and cached answers are outdated. Throws
 * - `index-mismatch` when this process has another embedding model than the generation,
 * - `not-allowed-now` while it is being built, when too much is lacking, or when it finds worse than the active one.
 */
export async function activateGeneration(
  dependencies: ActivateDependencies,
  { id, golden, override, reason }: ActivateGeneration,
  context: CallContext,
): Promise<void> {
  const { tenant_id: tenantId, object_id: by } = context.principal
  const partition = { tenantId, generation: id }
  const orm = dependencies.database.forTenant(tenantId)
  const row = await getGeneration(orm, partition)
  if (row.active) return
  requireFit(row, dependencies)
  if (override === true && reason === undefined)
    throw problem('invalid-request', 'Say in "reason" why it is to be made active all the same; it is recorded.')
  await requireReady(dependencies, row, partition)
  // Going back needs no proof: people were answered from it before.
  const isReturn = row.retiredAt !== null
  const comparison = isReturn ? row.comparison : await compareGenerations(dependencies, id, golden ?? [], context)
  const objection = isReturn || comparison === null ? null : objectionTo(comparison)
  if (comparison !== null) await orm.update(generations).set({ comparison }).where(generationIs(partition))
  if (objection !== null && override !== true) throw refusal(objection, comparison)
  const overridden = objection === null ? {} : { overriddenBy: by, overrideReason: reason ?? null }
  await flip(dependencies, partition, overridden, context)
}

function refusal(objection: string, comparison: ComparisonRow | null) {
  return problem(
    'not-allowed-now',
    `${objection} Look at it, and give "override" with a reason to make it active all the same.`,
    comparison === null ? {} : { extensions: { comparison: toComparison(comparison) } },
  )
}

async function requireReady(
  { database, bus }: ActivateDependencies,
  row: GenerationRow,
  partition: IndexPartition,
): Promise<void> {
  const gaps = await countGaps(database.forTenant(partition.tenantId), partition)
  if (row.builtAt === null && row.retiredAt === null)
    throw problem('not-allowed-now', `It is still being built, ${gaps} documents are left; try again when it is ready.`)
  if (gaps <= MOST_GAPS_CAUGHT_UP) return
  await sendFillJob(bus, { tenant_id: partition.tenantId, generation: partition.generation })
  throw problem(
    'not-allowed-now',
    `It lacks ${gaps} documents that were changed since; they are added now, try again when "documents_to_do" is 0.`,
  )
}

type Override = Partial<Pick<typeof generations.$inferInsert, 'overriddenBy' | 'overrideReason'>>

async function flip(
  dependencies: ActivateDependencies,
  partition: IndexPartition,
  override: Override,
  context: CallContext,
): Promise<void> {
  const { signal } = context
  const orm = dependencies.database.forTenant(partition.tenantId)
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await fillGeneration(dependencies, partition, signal)
    if (!(await orm.transaction((tx) => flipIfComplete(dependencies, tx, partition, override, context)))) continue
    await dependencies.index.announce?.(partition)
    return
  }
  throw problem('not-allowed-now', 'Documents change faster than they can be added to it; try again in a quieter hour.')
}

/** False, and nothing is changed, when more is lacking than can be added while others wait. */
async function flipIfComplete(
  dependencies: ActivateDependencies,
  tx: Transaction,
  partition: IndexPartition,
  override: Override,
  context: CallContext,
): Promise<boolean> {
  const { tenantId, generation } = partition
  // From here on no version becomes current until this is committed: what has no gap now holds everything.
  await tx.select({ id: tenants.id }).from(tenants).where(eq(tenants.id, tenantId)).for('update')
  const gaps = await nextGaps(tx, partition, MOST_GAPS_UNDER_LOCK + 1)
  if (gaps.length > MOST_GAPS_UNDER_LOCK) return false
  if (gaps.length > 0) await fillGaps(dependencies, tx, partition, gaps, context.signal)
  await getGeneration(tx, partition)
  const now = new Date(dependencies.clock.now())
  const active = and(eq(generations.tenantId, tenantId), eq(generations.active, true))
  const before = await tx.update(generations).set({ active: false, retiredAt: now }).where(active).returning()
  await tx
    .update(generations)
    .set({ active: true, activatedAt: now, retiredAt: null, ...override })
    .where(generationIs(partition))
  await tx
    .update(tenants)
    .set({ libraryEpoch: sql`${tenants.libraryEpoch} + 1` })
    .where(eq(tenants.id, tenantId))
  await noteAct(tx, context, {
    kind: 'index-activated',
    object: `generation:${generation}`,
    detail: { before: before.map(({ id }) => id), overridden: override.overriddenBy !== undefined },
  })
  const event = { version: 1, tenant_id: tenantId, generation, document_ids: [] } as const
  await dependencies.bus.publish('index-updated', { ...event, document_ids: [] }, { transaction: tx })
  return true
}
