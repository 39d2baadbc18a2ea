import { and, eq, sql } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import { JOB_PRIORITIES } from '../contracts/job-priority.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Transaction } from '../platform/database/database.ts'
import { documents, documentVersions, tenants } from '../platform/database/schema.ts'
import { requireStaysOnList, sameEntries } from './access-entries.ts'
import { accessOfKnown } from './access-of-upload.ts'
import { addVersion } from './add-version.ts'
import { outdateAccess } from './change-access.ts'
import { INDEX_ACCESS_QUEUE, type IndexAccessJob } from './index-access.ts'
import { INGEST_QUEUE, type IngestJob } from './ingest-queue.ts'
import type { RegisteredUpload, Upload } from './register-upload.ts'
import { requeueVersion } from './requeue-version.ts'
import { type DocumentRow, type VersionRow, versionIs } from './version-progress.ts'

/** What the parts of a registration work with. */
export interface Registration {
  readonly tx: Transaction
  readonly blobs: Blobs
  readonly bus: Bus
  readonly upload: Upload
  readonly principal: Principal
  readonly clock: Clock
  readonly now: Date
  /** When the news that this upload brings count as told. */
  readonly toldAt: Date
}

/**
 * Record what an upload says about a document that is there already. Other bytes, and another name, become a version that is
 * read; other rights and another collection hold from the commit on and reach the index without any reading.
 */
export async function renewDocument(registration: Registration, document: DocumentRow): Promise<RegisteredUpload> {
  const newest = await findNewestVersion(registration.tx, document)
  const reading = readingNeeded(registration.upload, newest)
  const version = reading === 'new-version' ? document.newestVersion + 1 : document.newestVersion
  const isMoved = await updateRow(registration, document, { version, newest, isRead: reading !== 'none' })
  if (reading === 'new-version') await addVersion(registration, { documentId: document.id, version })
  if (reading === 'once-more' && newest !== undefined) await readOnceMore(registration, newest)
  if (reading === 'none' && newest !== undefined) await readSooner(registration, newest)
  const queued = reading !== 'none'
  return { documentId: document.id, changed: queued || isMoved, queued }
}

async function findNewestVersion(tx: Transaction, document: DocumentRow): Promise<VersionRow | undefined> {
  const { tenantId, id, newestVersion } = document
  const ofDocument = and(eq(documentVersions.tenantId, tenantId), eq(documentVersions.documentId, id))
  const [row] = await tx
    .select()
    .from(documentVersions)
    .where(and(ofDocument, eq(documentVersions.version, newestVersion)))
  return row
}

type Reading = 'none' | 'once-more' | 'new-version'

/** What goes by another name is a version too: its name is part of what is searched. A version that failed is tried again. */
function readingNeeded({ sha256, title, fileName }: Upload, newest: VersionRow | undefined): Reading {
  if (newest === undefined || newest.sha256 !== sha256 || newest.fileName !== fileName) return 'new-version'
  if (title !== null && title !== newest.title) return 'new-version'
  return newest.state === 'failed' ? 'once-more' : 'none'
}

interface Renewal {
  readonly version: number
  readonly newest: VersionRow | undefined
  readonly isRead: boolean
}

/** Write down what holds of the document from now on. True when rights or collection are others than before. */
async function updateRow(
  { tx, bus, upload, principal, now, toldAt }: Registration,
  document: DocumentRow,
  { version, newest, isRead }: Renewal,
): Promise<boolean> {
  const { access, accessFrom } = await accessOfKnown(tx, document, upload)
  const isOtherList = !sameEntries(access, document.access)
  if (isOtherList) requireStaysOnList(access, principal)
  const collection = upload.collection ?? document.collection
  const isElsewhere = collection !== document.collection
  const isMoved = isOtherList || isElsewhere || accessFrom !== document.accessFrom
  // What named other bytes says nothing about these.
  const known = newest?.sha256 === upload.sha256 ? document.fingerprint : null
  const said = { fingerprint: upload.fingerprint ?? known, sourceChangedAt: toldAt }
  const set = { ...said, newestVersion: version, access: [...access], accessFrom, collection }
  await tx
    .update(documents)
    .set(isMoved || isRead ? { ...set, updatedAt: now } : set)
    .where(and(eq(documents.tenantId, document.tenantId), eq(documents.id, document.id)))
  const job: IndexAccessJob = { tenant_id: document.tenantId, document_id: document.id }
  if (isElsewhere) await outdateAnswers(tx, document.tenantId)
  if (isOtherList) await outdateAccess({ bus, tx }, job)
  else if (isElsewhere) await bus.send(INDEX_ACCESS_QUEUE, job, { transaction: tx })
  return isMoved
}

/** An answer from one collection may have rested on what is in another now. */
async function outdateAnswers(tx: Transaction, tenantId: string): Promise<void> {
  await tx
    .update(tenants)
    .set({ libraryEpoch: sql`${tenants.libraryEpoch} + 1` })
    .where(eq(tenants.id, tenantId))
}

async function readOnceMore({ tx, bus, clock, upload }: Registration, { tenantId, id }: VersionRow): Promise<void> {
  const key = { tenantId, versionId: id }
  if (upload.priority !== undefined)
    await tx.update(documentVersions).set({ priority: upload.priority }).where(versionIs(key))
  await requeueVersion({ tx, bus, clock }, key)
}

/**
 * Somebody waits for what was sent at leisure: it gets a second job, which comes sooner. Whichever of the two comes second
 * finds nothing left to do.
 */
async function readSooner({ tx, bus, upload: { priority } }: Registration, waiting: VersionRow): Promise<void> {
  if (priority === undefined || waiting.state !== 'queued') return
  if (JOB_PRIORITIES.indexOf(priority) >= JOB_PRIORITIES.indexOf(waiting.priority)) return
  const { tenantId, id: versionId } = waiting
  await tx.update(documentVersions).set({ priority }).where(versionIs({ tenantId, versionId }))
  const job: IngestJob = { tenant_id: tenantId, version_id: versionId }
  await bus.send(INGEST_QUEUE, job, { transaction: tx, priority, key: `${versionId}.${priority}` })
}
