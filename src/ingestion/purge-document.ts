import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Database, Orm } from '../platform/database/database.ts'
import { deletions, documents, documentVersions } from '../platform/database/schema.ts'
import { forAll, type ReceiptEntry, writeReceipts } from './deletion-receipt.ts'
import { partitionsOf } from './generations/partitions.ts'
import { cleanAnswers } from './purge-answers.ts'
import { findEntries, type PurgeIndexDependencies } from './purge-index.ts'
import { findOriginals, removeOriginals } from './purge-originals.ts'
import { removePassages } from './purge-passages.ts'
import { type IngestionStep, passed } from './steps.ts'

/** Deleted documents that are purged together: each store is written once for all of them. */
const MOST_AT_ONCE = 100
/** Removed entries stay in files of the index until they are rewritten: within an hour, and old files go an hour later. */
const INDEX_FILES_LAST_IN_MS = 3 * 3_600_000
/** Nobody can be given a cached answer again from the tombstone on; its text is forgotten at once, and by then everywhere. */
const CACHED_TEXTS_LAST_IN_MS = 15 * 60_000

/** A job of the purge queue. */
export interface PurgeJob {
  readonly tenant_id: string
  readonly document_id: string
}

export interface PurgeDependencies extends PurgeIndexDependencies {
  readonly database: Database
  readonly blobs: Blobs
  readonly clock: Clock
}

/** Deleted documents of one tenant that are purged together. */
export interface BuriedDocuments {
  readonly orm: Orm
  readonly tenantId: string
  readonly documentIds: readonly string[]
  readonly versions: readonly (typeof documentVersions.$inferSelect)[]
}

/**
 * Remove every trace of a deleted document and write into its receipt what was removed where and when. Other deletions of
 * the tenant that wait are done along with it, so that many of them cost little more than one. May run again after a crash
 * at any point. A document that is not deleted stays as it is.
 */
export async function purgeDocument(dependencies: PurgeDependencies, job: PurgeJob): Promise<void> {
  const { tenant_id: tenantId, document_id: documentId } = job
  const orm = dependencies.database.forTenant(tenantId)
  const documentIds = await buriedWith(orm, tenantId, documentId)
  if (documentIds.length === 0) return
  try {
    await purgeTogether(dependencies, job, documentIds)
  } catch (error) {
    // One that cannot be purged must not keep the others from it: each is the matter of its own job.
    if (documentIds.length === 1 || !documentIds.includes(documentId)) throw error
    await purgeTogether(dependencies, job, [documentId])
  }
}

/** Do a job of the purge queue; there is nothing to do when another job has done it along with its own. */
export async function workOffDeletion(dependencies: PurgeDependencies, job: PurgeJob): Promise<void> {
  const { tenant_id: tenantId, document_id: documentId } = job
  const own = and(eq(deletions.tenantId, tenantId), eq(deletions.documentId, documentId))
  const [receipt] = await dependencies.database.forTenant(tenantId).select().from(deletions).where(own)
  if (receipt === undefined || receipt.completedAt === null) await purgeDocument(dependencies, job)
}

async function purgeTogether(
  { database, blobs, index, generation, clock }: PurgeDependencies,
  { tenant_id: tenantId, document_id: documentId }: PurgeJob,
  documentIds: string[],
): Promise<void> {
  const orm = database.forTenant(tenantId)
  const ofDocuments = and(eq(documentVersions.tenantId, tenantId), inArray(documentVersions.documentId, documentIds))
  const versions = await orm.select().from(documentVersions).where(ofDocuments)
  const buried: BuriedDocuments = { orm, tenantId, documentIds, versions }
  const tell = (step: IngestionStep) => passed(step, { tenantId, documentId })
  const gone = (store: 'answers' | 'index' | 'originals' | 'passages', filesLastInMs?: number) => {
    const now = clock.now()
    const erased = filesLastInMs === undefined ? {} : { erasedBy: new Date(now + filesLastInMs) }
    return forAll(documentIds, store, { type: 'gone', at: new Date(now), ...erased })
  }

  const partitions = await partitionsOf(orm, tenantId, generation)
  const begun = [...(await cachedAnswers(buried)), ...(await findEntries(index, partitions, buried))]
  await orm.transaction((tx) => writeReceipts(tx, tenantId, begun))
  for (const partition of partitions)
    await index.removeVersions(
      partition,
      versions.map(({ id }) => id),
    )
  tell('index-purged')
  const originals = await findOriginals(blobs, buried)
  await orm.transaction(async (tx) => {
    const removed = await removePassages(tx, buried)
    await writeReceipts(tx, tenantId, [
      ...gone('index', INDEX_FILES_LAST_IN_MS),
      ...removed,
      ...gone('passages'),
      ...originals,
    ])
  })
  tell('passages-purged')
  await removeOriginals(blobs, buried, [...new Set(versions.map(({ sha256 }) => sha256))])
  tell('originals-purged')
  await cleanAnswers(buried)
  tell('answers-purged')
  await orm.transaction((tx) => writeReceipts(tx, tenantId, [...gone('originals'), ...gone('answers')]))
  tell('deletion-receipted')
}

/** The document, if it is deleted, and others of the tenant whose deletion is not complete, the oldest first. */
async function buriedWith(orm: Orm, tenantId: string, documentId: string): Promise<string[]> {
  const named = and(eq(documents.tenantId, tenantId), eq(documents.id, documentId), isNotNull(documents.deletedAt))
  const own = await orm.select({ id: documents.id }).from(documents).where(named)
  const waiting = await orm
    .select({ id: deletions.documentId, completedAt: deletions.completedAt })
    .from(deletions)
    .where(and(eq(deletions.tenantId, tenantId), isNull(deletions.completedAt)))
    .orderBy(asc(deletions.deletedAt))
    .limit(MOST_AT_ONCE)
  return [...new Set([...own, ...waiting].map(({ id }) => id))]
}

/** Keys of cached answers carry the library epoch, which grew with the tombstone: none of them is ever asked for again. */
async function cachedAnswers({ orm, tenantId, documentIds }: BuriedDocuments): Promise<readonly ReceiptEntry[]> {
  const those = and(eq(deletions.tenantId, tenantId), inArray(deletions.documentId, [...documentIds]))
  const rows = await orm.select({ id: deletions.documentId, at: deletions.deletedAt }).from(deletions).where(those)
  return rows.map(({ id, at }) => {
    const erasedBy = new Date(at.getTime() + CACHED_TEXTS_LAST_IN_MS)
    return { documentId: id, store: 'cache', note: { type: 'gone', at, erasedBy, uncounted: true } }
  })
}
