import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Database } from '../../platform/database/database.ts'
import { documents, documentVersions, generations, indexGaps } from '../../platform/database/schema.ts'
import { findActiveGeneration } from '../../platform/index-generations/active-generation.ts'
import type { IndexedVersion, IndexPartition } from '../../platform/search-index/search-index.ts'
import { partitionsOf } from '../generations/partitions.ts'
import { type CurrentVersion, currentVersions } from './current-versions.ts'
import type { Finding, Look, Stores } from './findings.ts'
import { inPages, PAGE } from './in-pages.ts'

/** States after which nobody writes a version any more without taking it up anew. */
const ENDED: ReadonlySet<string> = new Set(['ready', 'needs_ocr', 'failed', 'deleted'])

/**
 * Compare the index with the registry, and the registry with what was counted when a document was read. Both are read in
 * the order of version ids, side by side, so that memory does not grow with the library.
 */
export async function* compareIndex(stores: Stores, look: Look): AsyncGenerator<Finding> {
  const { database, generation } = stores
  const { tenantId } = look
  const orm = database.forTenant(tenantId)
  const active = (await findActiveGeneration(orm, tenantId))?.id ?? generation
  const whole = await builtGenerations(database, tenantId)
  for (const partition of await partitionsOf(orm, tenantId, generation)) {
    const isActive = partition.generation === active
    if (isActive || whole.has(partition.generation)) yield* compareWhole(stores, look, { partition, isActive })
    else yield* deletedIn(stores, look, partition)
  }
}

/** Generations that once held every document, and follow what changes. */
async function builtGenerations(database: Database, tenantId: string): Promise<ReadonlySet<string>> {
  const rows = await database
    .forTenant(tenantId)
    .select({ id: generations.id })
    .from(generations)
    .where(and(eq(generations.tenantId, tenantId), isNotNull(generations.builtAt)))
  return new Set(rows.map(({ id }) => id))
}

/** The documents that a generation is known to lack: somebody is about to add them. */
async function knownGaps(database: Database, { tenantId, generation }: IndexPartition): Promise<ReadonlySet<string>> {
  const rows = await database
    .forTenant(tenantId)
    .select({ id: indexGaps.documentId })
    .from(indexGaps)
    .where(and(eq(indexGaps.tenantId, tenantId), eq(indexGaps.generation, generation)))
  return new Set(rows.map(({ id }) => id))
}

interface WholeGeneration {
  readonly partition: IndexPartition
  readonly isActive: boolean
}

async function* compareWhole(
  { database, index }: Stores,
  look: Look,
  { partition, isActive }: WholeGeneration,
): AsyncGenerator<Finding> {
  const gaps = await knownGaps(database, partition)
  const entries = index.listVersions(partition, look.signal)
  const others: IndexedVersion[] = []
  for await (const { current, entry } of sideBySide(currentVersions(database, look), entries)) {
    if (current !== null && gaps.has(current.documentId)) continue
    if (current !== null) yield* lackOf(current, entry?.passages ?? 0, look, { partition, isActive })
    else if (entry !== null) others.push(entry)
    if (others.length === PAGE) yield* orphansAmong(database, look, partition, others.splice(0), isNobodys)
  }
  yield* orphansAmong(database, look, partition, others, isNobodys)
}

interface Pair {
  readonly current: CurrentVersion | null
  readonly entry: IndexedVersion | null
}

/** What registry and index say about each version that at least one of them knows; both come in the order of ids. */
async function* sideBySide(
  registry: AsyncIterable<CurrentVersion>,
  index: AsyncIterable<IndexedVersion>,
): AsyncGenerator<Pair> {
  const entries = index[Symbol.asyncIterator]()
  try {
    let next = await entries.next()
    for await (const current of registry) {
      for (; !next.done && next.value.versionId < current.versionId; next = await entries.next())
        yield { current: null, entry: next.value }
      const isSame = !next.done && next.value.versionId === current.versionId
      yield { current, entry: isSame ? next.value : null }
      if (isSame) next = await entries.next()
    }
    for (; !next.done; next = await entries.next()) yield { current: null, entry: next.value }
  } finally {
    await entries.return?.()
  }
}

function* lackOf(
  { documentId, versionId, version, expected, registered, changedAt }: CurrentVersion,
  indexed: number,
  { settledBefore }: Look,
  { partition, isActive }: WholeGeneration,
): Generator<Finding> {
  if (changedAt >= settledBefore) return
  const what = { type: 'missing', documentId, versionId, version } as const
  if (registered !== expected) yield { ...what, store: 'passages' }
  else if (indexed !== expected) yield { ...what, store: 'index', partition, isActive, surplus: indexed > expected }
}

/** A generation that is not whole answers nobody; only what was deleted must not stay there. */
async function* deletedIn({ database, index }: Stores, look: Look, partition: IndexPartition): AsyncGenerator<Finding> {
  for await (const entries of inPages(index.listVersions(partition, look.signal)))
    yield* orphansAmong(database, look, partition, entries, ({ isDeleted }) => isDeleted)
}

/** Neither current nor about to become it: nobody works at it. */
function isNobodys({ isCurrent, hasEnded }: VersionState): boolean {
  return !isCurrent && hasEnded
}

async function* orphansAmong(
  database: Database,
  { tenantId, settledBefore }: Look,
  partition: IndexPartition,
  entries: readonly IndexedVersion[],
  isOrphan: (state: VersionState) => boolean,
): AsyncGenerator<Finding> {
  if (entries.length === 0) return
  const known = await statesOf(database, tenantId, entries)
  for (const { versionId } of entries) {
    const state = known.get(versionId)
    // A version gets its row before anything is written about it.
    if (state === undefined || (isOrphan(state) && state.changedAt < settledBefore))
      yield { type: 'orphan', store: 'index', partition, versionId }
  }
}

interface VersionState {
  readonly isCurrent: boolean
  readonly isDeleted: boolean
  readonly hasEnded: boolean
  readonly changedAt: Date
}

async function statesOf(
  database: Database,
  tenantId: string,
  entries: readonly IndexedVersion[],
): Promise<ReadonlyMap<string, VersionState>> {
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const ids = entries.map(({ versionId }) => versionId)
  const rows = await database
    .forTenant(tenantId)
    .select({ version: documentVersions, document: documents })
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(and(eq(documentVersions.tenantId, tenantId), inArray(documentVersions.id, ids)))
  return new Map(
    rows.map(({ version, document }) => [
      version.id,
      {
        isCurrent: document.currentVersion === version.version,
        isDeleted: document.deletedAt !== null,
        hasEnded: ENDED.has(version.state),
        changedAt: version.since > document.updatedAt ? version.since : document.updatedAt,
      },
    ]),
  )
}
