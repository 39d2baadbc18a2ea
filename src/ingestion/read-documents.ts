import { and, desc, eq, ilike, inArray, lt, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { CallContext } from '../contracts/call-context.ts'
import {
  type DocumentPage,
  DocumentState,
  type DocumentSummary,
  FailureReason,
  type Passage,
  type StageTimings,
} from '../contracts/documents.ts'
import { problem } from '../contracts/errors.ts'
import type { Principal } from '../contracts/principal.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import { readCursor, writeCursor } from '../platform/http/page-cursor.ts'
import { findingsFor } from './findings-for.ts'
import { noteRead } from './note-read.ts'
import type { DocumentRow, VersionRow } from './version-progress.ts'
import { visibleDocuments } from './visible-documents.ts'

export interface ListInput {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly state?: DocumentState | undefined
  readonly ids?: readonly string[] | undefined
  readonly source?: string | undefined
  /** What the source calls it. */
  readonly externalId?: string | undefined
  readonly collection?: string | undefined
  /** Part of its title, in capitals or not. */
  readonly title?: string | undefined
}

/** The documents one may see with their newest version, newest first, page by page. */
export async function listDocuments(
  database: Database,
  input: ListInput,
  { principal }: CallContext,
): Promise<DocumentPage> {
  const rows = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(documents)
    .innerJoin(documentVersions, isNewestVersion())
    .where(and(visibleDocuments(principal), ...wanted(input)))
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(input.limit + 1)
  const shown = rows.slice(0, input.limit)
  const last = shown.at(-1)
  const next_cursor =
    rows.length > input.limit && last !== undefined ? writeCursor(last.documents.createdAt, last.documents.id) : null
  return { documents: shown.map((row) => summaryOf(row.documents, row.document_versions, principal)), next_cursor }
}

function wanted({
  state,
  ids,
  source,
  externalId,
  collection,
  title,
  cursor,
}: ListInput): readonly (SQL | undefined)[] {
  return [
    state === undefined ? undefined : eq(documentVersions.state, state),
    ids === undefined ? undefined : inArray(documents.id, [...ids]),
    source === undefined ? undefined : eq(documents.source, source),
    externalId === undefined ? undefined : eq(documents.externalId, externalId),
    collection === undefined ? undefined : eq(documents.collection, collection),
    title === undefined ? undefined : ilike(documents.title, `%${title.replaceAll(/[\\%_]/g, '\\$&')}%`),
    cursor === undefined ? undefined : isAfter(readCursor(cursor, z.uuid())),
  ]
}

/** One document with its newest version. Throws `document-not-found` for one that does not exist or may not be seen. */
export async function getDocument(
  database: Database,
  id: string,
  { principal }: CallContext,
): Promise<DocumentSummary> {
  return findSummary(database, principal, and(visibleDocuments(principal), eq(documents.id, id)))
}

/** A document for the one who has just uploaded it, even when it was uploaded for others to read. */
export async function getUploaded(
  database: Database,
  id: string,
  { principal }: CallContext,
): Promise<DocumentSummary> {
  return findSummary(database, principal, and(eq(documents.tenantId, principal.tenant_id), eq(documents.id, id)))
}

async function findSummary(
  database: Database,
  principal: Principal,
  wanted: SQL | undefined,
): Promise<DocumentSummary> {
  const [row] = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(documents)
    .innerJoin(documentVersions, isNewestVersion())
    .where(wanted)
  if (row === undefined) throw notFound()
  return summaryOf(row.documents, row.document_versions, principal)
}

export interface ReadDependencies {
  readonly database: Database
  readonly blobs: Blobs
}

/** One passage of a document that one may see, of any of its versions. */
export async function getPassage(
  database: Database,
  id: string,
  passageId: string,
  context: CallContext,
): Promise<Passage> {
  const { principal } = context
  const belongs = and(eq(documents.tenantId, passages.tenantId), eq(documents.id, passages.documentId))
  const ofVersion = and(eq(documentVersions.tenantId, passages.tenantId), eq(documentVersions.id, passages.versionId))
  const visible = and(visibleDocuments(principal), eq(documents.id, id), eq(passages.id, passageId))
  const [row] = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(passages)
    .innerJoin(documents, belongs)
    .innerJoin(documentVersions, ofVersion)
    .where(visible)
  if (row === undefined) throw notFound()
  const { page, pageEnd: page_end, heading, start, end, text, version } = row.passages
  const { title, id: document_id } = row.documents
  const { mediaType: media_type } = row.document_versions
  await noteRead(database, { id, version, part: `passage:${passageId}` }, context)
  return { passage_id: passageId, document_id, version, title, media_type, page, page_end, heading, start, end, text }
}

/** Joins a document with its newest version. */
export function isNewestVersion() {
  return and(
    eq(documentVersions.tenantId, documents.tenantId),
    eq(documentVersions.documentId, documents.id),
    eq(documentVersions.version, documents.newestVersion),
  )
}

function isAfter({ createdAt: at, id }: ReturnType<typeof readCursor>): SQL | undefined {
  return or(lt(documents.createdAt, at), and(eq(documents.createdAt, at), lt(documents.id, id)))
}

function summaryOf(document: DocumentRow, version: VersionRow, principal: Principal): DocumentSummary {
  return {
    id: document.id,
    source: document.source,
    external_id: document.externalId,
    title: document.title,
    collection: document.collection,
    media_type: version.mediaType,
    size_in_bytes: version.sizeInBytes,
    sha256: version.sha256,
    version: version.version,
    current_version: document.currentVersion,
    fingerprint: document.fingerprint,
    state: DocumentState.parse(version.state),
    reason: version.reason === null ? null : FailureReason.parse(version.reason),
    detail: version.detail,
    since: version.since.toISOString(),
    attempt: version.attempt,
    next_try_at: version.nextTryAt?.toISOString() ?? null,
    priority: version.priority,
    timings: timingsOf(version),
    pages: version.pages,
    passages: version.passages,
    findings: findingsFor(principal, version.findings),
    access: document.access,
    created_at: document.createdAt.toISOString(),
    updated_at: document.updatedAt.toISOString(),
  }
}

/** How long each part of the way took, as everybody is told. */
export function timingsOf({ timings }: VersionRow): StageTimings {
  return {
    waiting_ms: timings?.waiting ?? null,
    parsing_ms: timings?.parsing ?? null,
    embedding_ms: timings?.embedding ?? null,
    indexing_ms: timings?.indexing ?? null,
  }
}

function notFound(): Error {
  return problem('document-not-found', 'Check the id, or ask its owner for access.')
}
