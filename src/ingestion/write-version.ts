import type { Clock } from '../contracts/call-context.ts'
import { passages } from '../platform/database/schema.ts'
import type { IndexPartition } from '../platform/search-index/search-index.ts'
import { hasPassages, removePassages } from './discard-passages.ts'
import { type Hold, type Progress, recordProgress } from './hold-version.ts'
import {
  entriesOf,
  type IndexVersionDependencies,
  type PassageToIndex,
  passageRow,
  WRITE_BATCH,
} from './index-version.ts'

export interface WriteVersionDependencies extends IndexVersionDependencies {
  readonly clock: Clock
}

/**
 * Write the passages of a held version to the registry, as they are and nothing else, and then what was read: from there
 * on another attempt, and other documents with the same bytes, need not read again.
 */
export async function registerPassages(
  dependencies: WriteVersionDependencies,
  hold: Hold,
  all: readonly PassageToIndex[],
  read: Progress,
  signal: AbortSignal,
): Promise<void> {
  const { database, clock } = dependencies
  const orm = database.forTenant(hold.tenantId)
  await removeEarlierPassages(dependencies, hold)
  for (let start = 0; start < all.length; start += WRITE_BATCH) {
    signal.throwIfAborted()
    const rows = all.slice(start, start + WRITE_BATCH).map(passageRow)
    await orm.transaction(async (tx) => {
      // First, and in the same transaction: nobody else can take the version over before these rows are there.
      await recordProgress(tx, hold, {}, clock)
      await tx.insert(passages).values(rows)
    })
  }
  await recordProgress(orm, hold, read, clock)
}

/** An earlier attempt may have read the bytes by other rules: what it left would be found beside the new passages. */
async function removeEarlierPassages(dependencies: WriteVersionDependencies, hold: Hold): Promise<void> {
  const { database, clock } = dependencies
  const orm = database.forTenant(hold.tenantId)
  if (!(await hasPassages(orm, hold))) return
  await orm.transaction(async (tx) => {
    await recordProgress(tx, hold, { reader: null }, clock)
    await removePassages(dependencies, tx, hold)
  })
}

/** Write the index entries of a held version to a generation. Equal entries replace each other. */
export async function indexVersion(
  dependencies: WriteVersionDependencies,
  partition: IndexPartition,
  hold: Hold,
  all: readonly PassageToIndex[],
  vectors: readonly Float32Array[],
  signal: AbortSignal,
): Promise<void> {
  const { database, index, clock } = dependencies
  for (let start = 0; start < all.length; start += WRITE_BATCH) {
    const batch = all.slice(start, start + WRITE_BATCH)
    const entries = await entriesOf(dependencies, batch, vectors.slice(start, start + WRITE_BATCH), signal)
    // The index knows no holds; asking just before keeps a worker that was taken for dead from writing there.
    await recordProgress(database.forTenant(hold.tenantId), hold, {}, clock)
    await index.upsert(partition, entries)
  }
  // What is ready can be found: an index in the cloud shows writes a moment later.
  await index.settle?.(partition)
}
