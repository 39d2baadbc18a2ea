import { and, eq } from 'drizzle-orm'
import { assertNever } from '../contracts/assert-never.ts'
import type { CallContext } from '../contracts/call-context.ts'
import { DocumentState, type DocumentSummary } from '../contracts/documents.ts'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { cancelVersion } from './cancel-version.ts'
import { INGEST_QUEUE } from './ingest-queue.ts'
import { getDocument, isNewestVersion } from './read-documents.ts'
import { requeueVersion } from './requeue-version.ts'
import type { VersionRow } from './version-progress.ts'
import { visibleDocuments } from './visible-documents.ts'

export interface SteerDependencies {
  readonly database: Database
  readonly bus: Bus
}

/**
 * Read the newest version of a document once more, after it failed, was cancelled or held no text. Throws `not-allowed-now`
 * for one that is ready or on its way.
 */
export async function retryDocument(
  { database, bus }: SteerDependencies,
  documentId: string,
  context: CallContext,
): Promise<DocumentSummary> {
  const { principal, clock } = context
  await database.forTenant(principal.tenant_id).transaction(async (tx) => {
    const version = await holdNewestVersion(tx, documentId, principal)
    const key = { tenantId: version.tenantId, versionId: version.id }
    if (!(await requeueVersion({ tx, bus, clock }, key))) throw nothingToRetry(version)
  })
  bus.wake(INGEST_QUEUE)
  return getDocument(database, documentId, context)
}

/**
 * Stop the reading of the newest version of a document; what searches use stays. Cancelling twice is once. Throws
 * `not-allowed-now` for one that has come to its end.
 */
export async function cancelDocument(
  { database }: SteerDependencies,
  documentId: string,
  context: CallContext,
): Promise<DocumentSummary> {
  const { principal, clock } = context
  await database.forTenant(principal.tenant_id).transaction(async (tx) => {
    const version = await holdNewestVersion(tx, documentId, principal)
    if (version.reason === 'cancelled') return
    const key = { tenantId: version.tenantId, versionId: version.id }
    if (!(await cancelVersion(tx, key, clock))) throw nothingToCancel()
  })
  return getDocument(database, documentId, context)
}

/** The newest version, and the document held so that nobody adds another meanwhile. */
async function holdNewestVersion(tx: Transaction, documentId: string, principal: Principal): Promise<VersionRow> {
  const visible = and(visibleDocuments(principal), eq(documents.id, documentId))
  const [held] = await tx.select({ id: documents.id }).from(documents).where(visible).for('update')
  const [found] = await tx
    .select()
    .from(documents)
    .innerJoin(documentVersions, isNewestVersion())
    .where(visible)
    .limit(held === undefined ? 0 : 1)
  if (found === undefined) throw problem('document-not-found', 'Check the id, or ask its owner for access.')
  return found.document_versions
}

function nothingToRetry(version: VersionRow): Error {
  const state = DocumentState.parse(version.state)
  switch (state) {
    case 'ready':
      return problem('not-allowed-now', 'The newest version was read already; send the file again if it changed.')
    case 'queued':
    case 'parsing':
    case 'embedding':
    case 'indexing':
      return problem('not-allowed-now', 'The newest version is on its way already; wait for it, or cancel it first.')
    case 'failed':
    case 'needs_ocr':
    case 'deleted':
      return problem('not-allowed-now', 'The document changed at this moment; look at it again.')
    default:
      return assertNever(state)
  }
}

function nothingToCancel(): Error {
  return problem('not-allowed-now', 'Nothing is being read any more; delete the document if it is not wanted.')
}
