import { buffer } from 'node:stream/consumers'
import { and, eq, lt } from 'drizzle-orm'
import type { Clock } from '../contracts/call-context.ts'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Delivery } from '../platform/bus/bus.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { purgeDocument } from './delete-document.ts'
import { settleAccess } from './index-access.ts'
import { type IndexVersionDependencies, indexPassages } from './index-version.ts'
import { type MakeCurrentDependencies, makeCurrent } from './make-current.ts'
import type { ParseOutcome } from './parsed-document.ts'
import type { ParserPool } from './parser-pool.ts'
import { findVersion, recordProgress, type VersionKey, type VersionWithDocument } from './version-progress.ts'

export interface ProcessVersionDependencies extends IndexVersionDependencies, MakeCurrentDependencies {
  readonly blobs: Blobs
  readonly parser: ParserPool
  readonly clock: Clock
}

/** Media types whose own title is what people know the document by; others carry titles like "Microsoft Word - v2 final". */
const TITLED_MEDIA_TYPES: ReadonlySet<string> = new Set([
  'text/html',
  'text/markdown',
  'message/rfc822',
  'application/vnd.ms-outlook',
])

/**
 * Take one version from its bytes to being searchable. May run again after a crash at any point: every step overwrites
 * or skips what an earlier attempt left. Files that cannot be read end in a stated failure, never in a retry.
 */
export async function processVersion(
  dependencies: ProcessVersionDependencies,
  key: VersionKey,
  { attempt, signal }: Pick<Delivery, 'attempt' | 'signal'>,
): Promise<void> {
  const { database, clock } = dependencies
  const found = await findVersion(database, key)
  if (found === null) return
  if (found.document.deletedAt !== null) return purge(dependencies, found)
  if (found.version.state === 'ready') return removeOutdatedVersions(dependencies, found)
  await recordProgress(database, key, { state: 'parsing', reason: null, detail: null, attempt }, clock)
  const outcome = await parse(dependencies, found, signal)
  switch (outcome.type) {
    case 'text':
      return indexText(dependencies, found, outcome, signal)
    case 'needs_ocr': {
      const { mediaType, pages, detail } = outcome
      return recordProgress(database, key, { state: 'needs_ocr', mediaType, pages, detail }, clock)
    }
    case 'failed': {
      const { mediaType, reason, detail } = outcome
      return recordProgress(database, key, { state: 'failed', mediaType, reason, detail }, clock)
    }
  }
}

async function parse(
  { blobs, parser }: ProcessVersionDependencies,
  { version }: VersionWithDocument,
  signal: AbortSignal,
): Promise<ParseOutcome> {
  const content = await blobs.open(version.tenantId, version.sha256, signal)
  if (content === null) throw new Error(`the original of version ${version.id} is missing from the blob store`)
  return parser.parse({ bytes: await buffer(content), fileName: version.fileName }, signal)
}

type TextOutcome = Extract<ParseOutcome, { type: 'text' }>

async function indexText(
  dependencies: ProcessVersionDependencies,
  found: VersionWithDocument,
  outcome: TextOutcome,
  signal: AbortSignal,
): Promise<void> {
  const { database, clock } = dependencies
  const { version, document } = found
  const key = { tenantId: version.tenantId, versionId: version.id }
  const { mediaType, pages, chunks, findings } = outcome
  await recordProgress(database, key, { state: 'indexing', mediaType, pages, passages: chunks.length }, clock)
  const of = {
    tenantId: version.tenantId,
    documentId: document.id,
    versionId: version.id,
    version: version.version,
    title: titleOf(found, outcome),
    access: document.access,
    collection: document.collection,
    mediaType,
    updatedAt: version.createdAt,
  }
  await indexPassages(
    dependencies,
    version.tenantId,
    chunks.map((chunk) => ({ of, chunk })),
    signal,
  )
  // Who may read it may have changed since it was looked up; later changes find the passages already there.
  await settleAccess(dependencies, version.tenantId, [document.id], new Map([[document.id, of]]))
  const indexed = { title: of.title, mediaType, pages, passages: chunks.length, detail: remarksOn(outcome), findings }
  const standing = await makeCurrent(dependencies, found, indexed, clock)
  if (standing === 'deleted') return purge(dependencies, found)
  await removeOutdatedVersions(dependencies, found)
  await dependencies.index.optimize({ tenantId: version.tenantId, generation: dependencies.generation })
}

/** What the uploader said, else the title of the text where it means something, else the file name. */
function titleOf({ version }: VersionWithDocument, { mediaType, title }: TextOutcome): string {
  const own = TITLED_MEDIA_TYPES.has(mediaType) ? title?.trim() : undefined
  return version.title ?? (own === undefined || own === '' ? version.fileName : own)
}

/** What people who rely on the document have to know, in one line; null when there is nothing. */
function remarksOn(outcome: TextOutcome): string | null {
  const remarks = [...unreadablePages(outcome), ...outcome.warnings]
  return remarks.length === 0 ? null : remarks.join(' ')
}

function unreadablePages({ pagesWithoutText, pages }: TextOutcome): readonly string[] {
  if (pagesWithoutText.length === 0) return []
  const some = pagesWithoutText.slice(0, 10).join(', ')
  const more = pagesWithoutText.length > 10 ? ', …' : ''
  return [
    `${pagesWithoutText.length} of ${pages ?? '?'} pages hold no text (${some}${more}); answers cannot rest on them.`,
  ]
}

/** The document was deleted while it was read: what was written after its purge would stay for ever. */
function purge(dependencies: ProcessVersionDependencies, { document }: VersionWithDocument): Promise<void> {
  return purgeDocument(dependencies, { tenant_id: document.tenantId, document_id: document.id })
}

/** The registry keeps old versions for the answers that cited them; searches no longer need them. */
async function removeOutdatedVersions(
  { database, index, generation }: ProcessVersionDependencies,
  { document: { tenantId, id } }: VersionWithDocument,
): Promise<void> {
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const outdated = and(
    eq(documentVersions.tenantId, tenantId),
    eq(documentVersions.documentId, id),
    lt(documentVersions.version, documents.currentVersion),
  )
  const rows = await database
    .forTenant(tenantId)
    .select({ id: documentVersions.id })
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(outdated)
  if (rows.length === 0) return
  await index.removeVersions(
    { tenantId, generation },
    rows.map((row) => row.id),
  )
}
