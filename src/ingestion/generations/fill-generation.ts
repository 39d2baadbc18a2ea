import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Clock } from '../../contracts/call-context.ts'
import type { Bus } from '../../platform/bus/bus.ts'
import { generations, indexGaps } from '../../platform/database/schema.ts'
import { fits } from '../../platform/index-generations/active-generation.ts'
import type { IndexPartition } from '../../platform/search-index/search-index.ts'
import type { IndexVersionDependencies } from '../index-version.ts'
import { fillGaps, nextGaps } from './fill-gaps.ts'
import { findGeneration, generationIs } from './find-generation.ts'
import { sendFillJob } from './record-gaps.ts'

/** Documents that are written together: an index is much quicker with few large writes than with many small ones. */
const BATCH = 50
/** A job that is done gives other generations and other tenants their turn; what is left is a job of its own. */
const TURN_IN_MS = 20_000

export interface FillGenerationDependencies extends Omit<IndexVersionDependencies, 'generation'> {
  readonly clock: Clock
}

/** `complete`: nothing is lacking now; `more`: the time is over; `foreign`: another embedding model has to do it; `gone`: it is removed. */
export type FillOutcome = 'complete' | 'foreign' | 'gone' | 'more'

/**
 * Write into a generation what it lacks, document by document in the order of their ids. What is done is struck off at once:
 * after a crash at any point it goes on with the batch it was at. When nothing is lacking for the first time, the index is
 * optimised and the generation is ready.
 */
export async function fillGeneration(
  dependencies: FillGenerationDependencies,
  partition: IndexPartition,
  signal: AbortSignal,
  { until = Number.POSITIVE_INFINITY, onProgress = () => undefined }: FillOptions = {},
): Promise<FillOutcome> {
  const { database, index, clock } = dependencies
  const orm = database.forTenant(partition.tenantId)
  const row = await findGeneration(orm, partition)
  if (row === null) return 'gone'
  if (!fits(row, dependencies) || (await dependencies.modelCheck?.(partition)) === 'changed') return 'foreign'
  for (let done = 0; ; ) {
    signal.throwIfAborted()
    const gaps = await nextGaps(orm, partition, BATCH)
    if (gaps.length === 0) break
    if (!(await fillGaps(dependencies, orm, partition, gaps, signal))) return 'gone'
    done += gaps.length
    onProgress(done)
    if (clock.now() >= until) return 'more'
  }
  if (row.builtAt === null) {
    await index.optimize(partition)
    await index.settle?.(partition)
    const builtAt = new Date(clock.now())
    await orm
      .update(generations)
      .set({ builtAt })
      .where(and(generationIs(partition), isNull(generations.builtAt)))
  }
  return 'complete'
}

export interface FillOptions {
  /** Milliseconds since the Unix epoch; then it ends after the batch that it is at. */
  readonly until?: number
  readonly onProgress?: (documents: number) => void
}

const FillPayload = z.object({ tenant_id: z.string(), generation: z.string() })

/** Do a job of the fill queue for one turn. */
export async function workOffFillJob(
  dependencies: FillGenerationDependencies & { readonly bus: Bus },
  payload: unknown,
  signal: AbortSignal,
): Promise<void> {
  const job = FillPayload.parse(payload)
  const partition = { tenantId: job.tenant_id, generation: job.generation }
  const until = dependencies.clock.now() + TURN_IN_MS
  const outcome = await fillGeneration(dependencies, partition, signal, { until })
  if (outcome === 'more') await sendFillJob(dependencies.bus, job)
}

/**
 * Have generations of a tenant filled whose job came to a stop, or was taken by a process with another embedding model.
 * Returns how many.
 */
export async function resumeFilling(
  dependencies: Pick<FillGenerationDependencies, 'database' | 'embedder'> & { readonly bus: Bus },
  tenantId: string,
): Promise<number> {
  const orm = dependencies.database.forTenant(tenantId)
  const rows = await orm.select().from(generations).where(eq(generations.tenantId, tenantId))
  const own = rows.filter((row) => row.removedAt === null && fits(row, dependencies)).map(({ id }) => id)
  if (own.length === 0) return 0
  const lacking = await orm
    .selectDistinct({ id: indexGaps.generation })
    .from(indexGaps)
    .where(and(eq(indexGaps.tenantId, tenantId), inArray(indexGaps.generation, own)))
  const unfinished = rows.filter(({ id, active, builtAt }) => own.includes(id) && !active && builtAt === null)
  const names = new Set([...lacking, ...unfinished].map(({ id }) => id))
  for (const generation of names) await sendFillJob(dependencies.bus, { tenant_id: tenantId, generation })
  return names.size
}
