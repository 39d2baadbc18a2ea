import type { Readable } from 'node:stream'
import { and, eq } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { problem } from '../contracts/errors.ts'
import type { BytePart } from '../platform/blobs/blobs.ts'
import { documents, documentVersions } from '../platform/database/schema.ts'
import { readByteRange } from './byte-range.ts'
import { notePartRead, noteRead } from './note-read.ts'
import type { ReadDependencies } from './read-documents.ts'
import { visibleDocuments } from './visible-documents.ts'

export interface OpenedContent {
  readonly fileName: string
  readonly mediaType: string
  readonly sizeInBytes: number
  /** The bytes that are sent; null when it is all of them. */
  readonly part: BytePart | null
  readonly content: Readable
}

/** Which original: of the given version, or of the newest; and which part of it, as the header `range` says. */
export interface WantedContent {
  readonly id: string
  readonly version?: number | undefined
  readonly range?: string | undefined
}

/** Open the original of a document. Throws `document-not-found` when there is none that the caller may see. */
export async function openContent(
  { database, blobs }: ReadDependencies,
  { id, version, range }: WantedContent,
  context: CallContext,
): Promise<OpenedContent> {
  const { principal, signal } = context
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const wanted =
    version === undefined
      ? eq(documentVersions.version, documents.newestVersion)
      : eq(documentVersions.version, version)
  const visible = and(visibleDocuments(principal), eq(documents.id, id), wanted)
  const [row] = await database
    .forTenant(principal.tenant_id)
    .select()
    .from(documents)
    .innerJoin(documentVersions, belongs)
    .where(visible)
  if (row === undefined) throw notFound()
  const { sha256, fileName, mediaType, sizeInBytes } = row.document_versions
  const part = readByteRange(range, sizeInBytes)
  const content = await blobs.open(principal.tenant_id, sha256, signal, part ?? undefined)
  if (content === null) throw notFound()
  const read = { id, version: row.document_versions.version, part: 'original' }
  await (part === null ? noteRead : notePartRead)(database, read, context)
  return { fileName, mediaType, sizeInBytes, part, content }
}

function notFound(): Error {
  return problem('document-not-found', 'Check the id, or ask its owner for access.')
}
