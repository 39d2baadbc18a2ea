import { and, eq, inArray } from 'drizzle-orm'
import type { Bus } from '../../platform/bus/bus.ts'
import { documentVersions, indexGaps, passages } from '../../platform/database/schema.ts'
import type { IndexPartition } from '../../platform/search-index/search-index.ts'
import { PURGE_QUEUE } from '../delete-document.ts'
import { forAll, writeReceipts } from '../deletion-receipt.ts'
import { sendFillJob } from '../generations/record-gaps.ts'
import { INGEST_QUEUE, type IngestJob } from '../ingest-queue.ts'
import { cleanAnswers } from '../purge-answers.ts'
import type { PurgeJob } from '../purge-document.ts'
import { removeOriginals } from '../purge-originals.ts'
import { versionIs } from '../version-progress.ts'
import type { Finding, LackingEntries, LackingText, Stores } from './findings.ts'

export interface MendDependencies extends Stores {
  readonly bus: Bus
}

/**
 * Put right what is certain: remove what nothing leads to, read again what is not whole, and go on with deletions. Originals
 * that are not there cannot be made; somebody has to send them again. Returns how many findings were mended, or are about
 * to be.
 */
export async function mend(
  dependencies: MendDependencies,
  tenantId: string,
  findings: readonly Finding[],
): Promise<number> {
  let mended = 0
  const count = (done: number | boolean) => void (mended += Number(done))
  count(await removeEntries(dependencies, findings))
  count(await removePassages(dependencies, tenantId, findings))
  count(await cleanUpAnswers(dependencies, tenantId, findings))
  count(await removeNeedlessOriginals(dependencies, tenantId, findings))
  for (const finding of findings) {
    if (finding.type === 'open-deletion') count(await resumeDeletion(dependencies, tenantId, finding.documentId))
    else if (finding.type === 'missing' && finding.store !== 'originals')
      count(await readAgain(dependencies, tenantId, finding))
  }
  return mended
}

async function removeEntries({ index }: MendDependencies, findings: readonly Finding[]): Promise<number> {
  const orphans = findings.filter(isOrphanOf('index'))
  for (const same of Map.groupBy(orphans, ({ partition }) => JSON.stringify(partition)).values()) {
    const partition: IndexPartition | undefined = same[0]?.partition
    if (partition === undefined) continue
    await index.removeVersions(
      partition,
      same.map(({ versionId }) => versionId),
    )
  }
  return orphans.length
}

async function removePassages(
  { database }: MendDependencies,
  tenantId: string,
  findings: readonly Finding[],
): Promise<number> {
  const ids = findings.filter(isOrphanOf('passages')).map(({ versionId }) => versionId)
  if (ids.length > 0)
    await database
      .forTenant(tenantId)
      .delete(passages)
      .where(and(eq(passages.tenantId, tenantId), inArray(passages.versionId, ids)))
  return ids.length
}

async function cleanUpAnswers(
  { database, clock }: MendDependencies,
  tenantId: string,
  findings: readonly Finding[],
): Promise<number> {
  const documentIds = findings.filter(isOrphanOf('answers')).map(({ documentId }) => documentId)
  if (documentIds.length === 0) return 0
  const orm = database.forTenant(tenantId)
  await cleanAnswers({ orm, tenantId, documentIds })
  const gone = forAll(documentIds, 'answers', { type: 'gone', at: new Date(clock.now()) })
  await orm.transaction((tx) => writeReceipts(tx, tenantId, gone))
  return documentIds.length
}

async function removeNeedlessOriginals(
  { database, blobs }: MendDependencies,
  tenantId: string,
  findings: readonly Finding[],
): Promise<number> {
  const sha256s = findings.filter(isOrphanOf('originals')).map(({ sha256 }) => sha256)
  return removeOriginals(blobs, { orm: database.forTenant(tenantId), tenantId }, sha256s)
}

async function resumeDeletion({ bus }: MendDependencies, tenantId: string, documentId: string): Promise<boolean> {
  const job: PurgeJob = { tenant_id: tenantId, document_id: documentId }
  if (!(await bus.isPending(PURGE_QUEUE, { document_id: documentId }))) await bus.send(PURGE_QUEUE, job)
  return true
}

/**
 * Let a version that is current but not whole be taken up anew. What searches find of it they go on finding until then; bytes
 * are read again only when the registry does not have the text.
 */
async function readAgain(
  { database, index, bus, clock }: MendDependencies,
  tenantId: string,
  finding: LackingEntries | LackingText,
): Promise<boolean> {
  const { versionId } = finding
  if (finding.store === 'index' && !finding.isActive) return fillAgain({ database, bus }, finding)
  if (finding.store === 'index' && finding.surplus) await index.removeVersions(finding.partition, [versionId])
  const reader = finding.store === 'passages' ? { reader: null } : {}
  const queued = await database.forTenant(tenantId).transaction(async (tx) => {
    const [row] = await tx
      .update(documentVersions)
      .set({ ...reader, state: 'queued', since: new Date(clock.now()), job: null, attempt: 0, heldUntil: null })
      .where(and(versionIs({ tenantId, versionId }), eq(documentVersions.state, 'ready')))
      .returning({ id: documentVersions.id })
    if (row === undefined) return false
    const job: IngestJob = { tenant_id: tenantId, version_id: versionId }
    await bus.send(INGEST_QUEUE, job, { transaction: tx, priority: 'low' })
    return true
  })
  bus.wake(INGEST_QUEUE)
  return queued
}

/** A generation that searches do not use gets the document from the registry; nobody needs to read it again. */
async function fillAgain(
  { database, bus }: Pick<MendDependencies, 'bus' | 'database'>,
  { documentId, partition: { tenantId, generation } }: LackingEntries,
): Promise<boolean> {
  const gap = { tenantId, generation, documentId }
  await database.forTenant(tenantId).insert(indexGaps).values(gap).onConflictDoNothing()
  await sendFillJob(bus, { tenant_id: tenantId, generation })
  return true
}

function isOrphanOf<S extends 'answers' | 'index' | 'originals' | 'passages'>(store: S) {
  return (finding: Finding): finding is Extract<Finding, { type: 'orphan'; store: S }> =>
    finding.type === 'orphan' && finding.store === store
}
