import { and, desc, eq, lt } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { DocumentState, type DocumentVersion, type DocumentVersionPage, FailureReason } from '../contracts/documents.ts'
import { problem } from '../contracts/errors.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { timingsOf } from './read-documents.ts'
import type { DocumentRow, VersionRow } from './version-progress.ts'
import { visibleDocuments } from './visible-documents.ts'

export interface VersionListInput {
  readonly limit: number
  /** The number of the last version of the page before. */
  readonly before?: number | undefined
}

/** The versions of a document that one may see, newest first, page by page. */
export async function listVersions(
  database: Database,
  documentId: string,
  { limit, before }: VersionListInput,
  { principal }: CallContext,
): Promise<DocumentVersionPage> {
  const orm = database.forTenant(principal.tenant_id)
  const visible = and(visibleDocuments(principal), eq(documents.id, documentId))
  const [document] = await orm.select().from(documents).where(visible)
  if (document === undefined) throw problem('document-not-found', 'Check the id, or ask its owner for access.')
  const ofDocument = and(
    eq(documentVersions.tenantId, principal.tenant_id),
    eq(documentVersions.documentId, documentId),
    before === undefined ? undefined : lt(documentVersions.version, before),
  )
  const rows = await orm
    .select()
    .from(documentVersions)
    .where(ofDocument)
    .orderBy(desc(documentVersions.version))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const next = rows.length > limit ? shown.at(-1) : undefined
  return {
    versions: shown.map((version) => describe(document, version)),
    next_cursor: next === undefined ? null : String(next.version),
  }
}

function describe(document: DocumentRow, version: VersionRow): DocumentVersion {
  return {
    version: version.version,
    is_current: version.version === document.currentVersion,
    title: version.title,
    file_name: version.fileName,
    media_type: version.mediaType,
    size_in_bytes: version.sizeInBytes,
    sha256: version.sha256,
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
    created_by: version.createdBy ?? (version.version === 1 ? document.createdBy : null),
    created_at: version.createdAt.toISOString(),
  }
}
