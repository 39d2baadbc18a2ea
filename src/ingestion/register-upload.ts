import { randomUUID } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { isOnList, requireStaysOnList, sameEntries } from './access-entries.ts'
import { outdateAccess } from './change-access.ts'
import { holdAccess } from './hold-access.ts'
import { holdOriginal } from './hold-original.ts'
import { INDEX_ACCESS_QUEUE } from './index-access.ts'
import { type EffectiveAccess, inheritedAccess } from './inherited-access.ts'

/** The queue of versions that wait to be read. */
export const INGEST_QUEUE = 'ingest-version'

export interface IngestJob {
  readonly tenant_id: string
  readonly version_id: string
}

/** A stored file and what the uploader said about it. */
export interface Upload {
  readonly source: string
  readonly externalId: string
  readonly fileName: string
  readonly title: string | null
  readonly collection: string | null
  /** Null keeps the list of a known document; a new one inherits that of its collection or source, or only its uploader sees it. */
  readonly access: readonly string[] | null
  readonly mediaType: string
  readonly sha256: string
  readonly sizeInBytes: number
}

export interface RegisteredUpload {
  readonly documentId: string
  /** False when the document already has these very bytes and nothing else was said about it: nothing is read again. */
  readonly changed: boolean
}

/**
 * Record an uploaded file as a new document, or as a new version of the document with the same source and external id,
 * and enqueue its reading in the same transaction. From the commit on the upload cannot be lost.
 */
export async function registerUpload(
  { database, blobs, bus }: { readonly database: Database; readonly blobs: Blobs; readonly bus: Bus },
  upload: Upload,
  { principal, clock }: CallContext,
): Promise<RegisteredUpload> {
  const tenantId = principal.tenant_id
  const now = new Date(clock.now())
  const registered = await database.forTenant(tenantId).transaction(async (tx) => {
    // Two uploads of the same document wait for each other here; uploads of other documents do not.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${identityOf(tenantId, upload)}, 0))`)
    await holdAccess(tx, tenantId, 'read')
    const existing = await findDocument(tx, tenantId, upload)
    if (existing !== undefined) requireVisible(existing, principal)
    if (existing !== undefined && (await isUnchanged(tx, existing, upload)))
      return { documentId: existing.id, changed: false }
    await holdOriginal(tx, tenantId, upload.sha256)
    // A question to the store inside a transaction, against the rule: only here it is certain that no purge comes between.
    if (!(await blobs.has(tenantId, upload.sha256))) throw purgedMeanwhile()
    const { documentId, version } =
      existing === undefined
        ? await createDocument(tx, upload, principal, now)
        : await addVersion({ tx, bus }, existing, upload, principal, now)
    const versionId = randomUUID()
    const row = versionRow(tenantId, versionId, upload)
    await tx.insert(documentVersions).values({ ...row, documentId, version, since: now, createdAt: now })
    const job: IngestJob = { tenant_id: tenantId, version_id: versionId }
    await bus.send(INGEST_QUEUE, job, { transaction: tx })
    return { documentId, changed: true }
  })
  bus.wake(INGEST_QUEUE)
  bus.wake(INDEX_ACCESS_QUEUE)
  return registered
}

function purgedMeanwhile(): Error {
  const detail = 'The same bytes were being deleted at this moment; send the file again.'
  return problem('service-unavailable', detail, { retryAfterInSeconds: 1 })
}

type DocumentRow = typeof documents.$inferSelect

async function findDocument(
  tx: Transaction,
  tenantId: string,
  { source, externalId }: Upload,
): Promise<DocumentRow | undefined> {
  const identity = and(
    eq(documents.tenantId, tenantId),
    eq(documents.source, source),
    eq(documents.externalId, externalId),
  )
  const [row] = await tx
    .select()
    .from(documents)
    .where(and(identity, isNull(documents.deletedAt)))
  return row
}

/** Overwriting needs the right to see: otherwise a name could be used to take over somebody's document. */
function requireVisible({ access }: DocumentRow, principal: Principal): void {
  if (isOnList(access, principal)) return
  throw problem('document-not-found', 'Another document has this source and external id; choose another external id.')
}

/** Same bytes, rights, collection and title. A version that failed is tried again when its bytes come a second time. */
async function isUnchanged(tx: Transaction, document: DocumentRow, upload: Upload): Promise<boolean> {
  const { sha256, access, collection, title } = upload
  if (access !== null && (document.accessFrom !== 'document' || !sameEntries(access, document.access))) return false
  if (collection !== null && collection !== document.collection) return false
  const newest = and(
    eq(documentVersions.tenantId, document.tenantId),
    eq(documentVersions.documentId, document.id),
    eq(documentVersions.version, document.newestVersion),
  )
  const [row] = await tx.select().from(documentVersions).where(newest)
  if (row === undefined || (title !== null && title !== row.title)) return false
  return row.sha256 === sha256 && row.state !== 'failed'
}

interface NewVersion {
  readonly documentId: string
  readonly version: number
}

async function createDocument(tx: Transaction, upload: Upload, principal: Principal, now: Date): Promise<NewVersion> {
  const { source, externalId, title, fileName, collection } = upload
  const documentId = randomUUID()
  const { access, accessFrom } = await accessOfNew(tx, upload, principal)
  requireStaysOnList(access, principal)
  const row = {
    tenantId: principal.tenant_id,
    id: documentId,
    source,
    externalId,
    title: title ?? fileName,
    collection,
    access: [...access],
    accessFrom,
  }
  await tx
    .insert(documents)
    .values({ ...row, newestVersion: 1, createdBy: principal.object_id, createdAt: now, updatedAt: now })
  return { documentId, version: 1 }
}

/** New rights hold from the commit on, before the new version is read; searches learn of them even if it cannot be read. */
async function addVersion(
  { tx, bus }: { readonly tx: Transaction; readonly bus: Bus },
  document: DocumentRow,
  upload: Upload,
  principal: Principal,
  now: Date,
): Promise<NewVersion> {
  const version = document.newestVersion + 1
  const { access, accessFrom } = await accessOfKnown(tx, document, upload)
  const isOther = !sameEntries(access, document.access)
  if (isOther) requireStaysOnList(access, principal)
  const collection = upload.collection ?? document.collection
  const row = and(eq(documents.tenantId, document.tenantId), eq(documents.id, document.id))
  const set = { newestVersion: version, access: [...access], accessFrom, collection, updatedAt: now }
  await tx.update(documents).set(set).where(row)
  if (isOther) await outdateAccess({ bus, tx }, { tenant_id: document.tenantId, document_id: document.id })
  return { documentId: document.id, version }
}

/** Nothing is public by default: without a list of its own and without one to inherit, only the uploader reads a document. */
async function accessOfNew(tx: Transaction, upload: Upload, principal: Principal): Promise<EffectiveAccess> {
  if (upload.access !== null) return { access: upload.access, accessFrom: 'document' }
  const inherited = await inheritedAccess(tx, principal.tenant_id, upload)
  return inherited ?? { access: [`user:${principal.object_id}`], accessFrom: 'document' }
}

/** A document keeps its list; one that follows a collection or source and moves to another collection follows that one. */
async function accessOfKnown(tx: Transaction, document: DocumentRow, upload: Upload): Promise<EffectiveAccess> {
  if (upload.access !== null) return { access: upload.access, accessFrom: 'document' }
  const { access, accessFrom, collection, source, tenantId } = document
  const moves = upload.collection !== null && upload.collection !== collection
  if (accessFrom === 'document' || !moves) return { access, accessFrom }
  const inherited = await inheritedAccess(tx, tenantId, { collection: upload.collection, source })
  return inherited ?? { access, accessFrom: 'document' }
}

function versionRow(tenantId: string, id: string, { sha256, sizeInBytes, fileName, mediaType, title }: Upload) {
  return { tenantId, id, sha256, sizeInBytes, fileName, mediaType, title, state: 'queued' as const }
}

function identityOf(tenantId: string, { source, externalId }: Upload): string {
  return JSON.stringify([tenantId, source, externalId])
}
