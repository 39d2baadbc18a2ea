import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { JobPriority } from '../contracts/job-priority.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { documents } from '../platform/database/schema.ts'
import { requireStaysOnList } from './access-entries.ts'
import { type AccessWishes, accessOfNew } from './access-of-upload.ts'
import { addVersion } from './add-version.ts'
import { findKnown, holdIdentity, isOvertaken, newsOvertaken, timeOfNews } from './document-identity.ts'
import { holdAccess } from './hold-access.ts'
import { INDEX_ACCESS_QUEUE } from './index-access.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'
import { type Registration, renewDocument } from './renew-document.ts'
import { mayReplace } from './sources/keeps-source.ts'
import { passed } from './steps.ts'
import type { DocumentRow } from './version-progress.ts'

/** A stored file and what the uploader said about it. */
export interface Upload extends AccessWishes {
  readonly externalId: string
  readonly fileName: string
  readonly title: string | null
  readonly mediaType: string
  readonly sha256: string
  readonly sizeInBytes: number
  /** How soon it is read; normal when left out. */
  readonly priority?: JobPriority
  /** How its source names this state of it. */
  readonly fingerprint?: string | null
  /** When its source says that it came about; now when left out. */
  readonly changedAt?: Date | null
}

export interface RegisteredUpload {
  readonly documentId: string
  /** False when nothing about the document became another: nothing is read again. */
  readonly changed: boolean
  /** True when a version waits to be read because of it. */
  readonly queued: boolean
}

export interface RegisterUploadDependencies {
  readonly database: Database
  readonly blobs: Blobs
  readonly bus: Bus
}

/**
 * Record an uploaded file as a new document, or as news of the document with the same source and external id, and enqueue
 * its reading in the same transaction where there is something to read. From the commit on the upload cannot be lost. News
 * that newer ones have overtaken change nothing; throws `news-overtaken` when the newer one was that it is deleted.
 */
export async function registerUpload(
  { database, blobs, bus }: RegisterUploadDependencies,
  upload: Upload,
  { principal, clock }: CallContext,
): Promise<RegisteredUpload> {
  const tenantId = principal.tenant_id
  const identity = { tenantId, source: upload.source, externalId: upload.externalId }
  const now = new Date(clock.now())
  const registered = await database.forTenant(tenantId).transaction(async (tx) => {
    await holdIdentity(tx, identity)
    await holdAccess(tx, tenantId, 'read')
    const known = await findKnown(tx, identity)
    if (known.document !== null) await requireReplaceable(tx, known.document, principal)
    const toldAt = timeOfNews(upload.changedAt ?? null, known.toldAt, now)
    if (isOvertaken('change', toldAt, known)) {
      if (known.document === null) throw newsOvertaken()
      return { documentId: known.document.id, changed: false, queued: false }
    }
    const registration = { tx, blobs, bus, upload, principal, clock, now, toldAt }
    if (known.document !== null) return renewDocument(registration, known.document)
    if (known.tombstone !== null) await forgetState(tx, known.tombstone)
    return createDocument(registration)
  })
  passed('upload-registered', { tenantId, documentId: registered.documentId })
  bus.wake(INGEST_QUEUE)
  bus.wake(INDEX_ACCESS_QUEUE)
  return registered
}

/** A name must not be enough to take over somebody's document. */
async function requireReplaceable(tx: Transaction, document: DocumentRow, principal: Principal): Promise<void> {
  if (await mayReplace(tx, document, principal)) return
  throw problem('document-not-found', 'Another document has this source and external id; choose another external id.')
}

/** The document is back: the state in which it was deleted no longer means anything. */
async function forgetState(tx: Transaction, { tenantId, id }: DocumentRow): Promise<void> {
  const row = and(eq(documents.tenantId, tenantId), eq(documents.id, id))
  await tx.update(documents).set({ fingerprint: null }).where(row)
}

async function createDocument(registration: Registration): Promise<RegisteredUpload> {
  const { tx, upload, principal, now, toldAt } = registration
  const { source, externalId, title, fileName, collection, fingerprint = null } = upload
  const documentId = randomUUID()
  const { access, accessFrom } = await accessOfNew(tx, upload, principal)
  requireStaysOnList(access, principal)
  const names = {
    tenantId: principal.tenant_id,
    id: documentId,
    source,
    externalId,
    title: title ?? fileName,
    collection,
  }
  const rights = { access: [...access], accessFrom, createdBy: principal.object_id }
  const times = { sourceChangedAt: toldAt, createdAt: now, updatedAt: now }
  await tx.insert(documents).values({ ...names, ...rights, ...times, fingerprint, newestVersion: 1 })
  await addVersion(registration, { documentId, version: 1 })
  return { documentId, changed: true, queued: true }
}
