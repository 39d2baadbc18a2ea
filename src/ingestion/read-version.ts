import { buffer } from 'node:stream/consumers'
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Blobs } from '../platform/blobs/blobs.ts'
import type { Database } from '../platform/database/database.ts'
import { documents, documentVersions, passages } from '../platform/database/schema.ts'
import { describePagesWithoutText } from './pages-without-text.ts'
import type { Chunk, Findings, ParseOutcome } from './parsed-document.ts'
import type { ParserPool } from './parser-pool.ts'
import { readerOf } from './reader-name.ts'
import type { SharedReading, SharedReadings } from './shared-readings.ts'
import { passed } from './steps.ts'
import type { VersionRow } from './version-progress.ts'

export interface ReadVersionDependencies {
  readonly database: Database
  readonly blobs: Blobs
  readonly parser: ParserPool
  /** Name of the rules and settings by which files are read here: `readerName`. */
  readonly reader: string
  readonly readings: SharedReadings<ReadOutcome>
}

/** A text with everything that its version has to know about it. */
export interface ReadText {
  readonly type: 'text'
  readonly mediaType: string
  readonly ownTitle: string | null
  readonly pages: number | null
  readonly chunks: readonly Chunk[]
  /** What a reader of the text has to know, in one line; null when there is nothing. */
  readonly remarks: string | null
  readonly findings: Findings | null
  /** The version whose passages these are, when they were read before. */
  readonly registeredBy: string | null
}

export type ReadOutcome = ReadText | Exclude<ParseOutcome, { type: 'text' }>

/** Some versions with the same bytes may have lost their passages since; more than a few are not tried. */
const MOST_CANDIDATES = 3

/**
 * The text of a version. Bytes that were read before by the same rules are not read again: by an earlier attempt at this
 * version, for another document of the tenant, or by another worker of this process at this moment. What is shared is the
 * text alone; title, access list and collection stay those of each document.
 */
export function readVersion(
  dependencies: ReadVersionDependencies,
  version: VersionRow,
  signal: AbortSignal,
): Promise<SharedReading<ReadOutcome>> {
  const reader = readerOf(dependencies.reader, version.fileName)
  const name = JSON.stringify([version.tenantId, version.sha256, reader])
  const how = {
    find: () => findText(dependencies.database, version, reader),
    read: () => readText(dependencies, version, signal),
  }
  return dependencies.readings.readOnce(name, how, signal)
}

async function readText(
  { blobs, parser }: ReadVersionDependencies,
  { tenantId, documentId, sha256, fileName, id }: VersionRow,
  signal: AbortSignal,
): Promise<ReadOutcome> {
  const content = await blobs.open(tenantId, sha256, signal)
  if (content === null) throw new Error(`the original of version ${id} is missing from the blob store`)
  const bytes = await buffer(content)
  passed('original-opened', { tenantId, documentId })
  const outcome = await parser.parse({ bytes, fileName }, signal)
  passed('text-read', { tenantId, documentId })
  if (outcome.type !== 'text') return outcome
  const { type, mediaType, title, pages, chunks, findings } = outcome
  return { type, mediaType, ownTitle: title, pages, chunks, findings, remarks: remarksOn(outcome), registeredBy: null }
}

/** What people who rely on the document have to know. */
function remarksOn(outcome: Extract<ParseOutcome, { type: 'text' }>): string | null {
  const remarks = [...unreadablePages(outcome), ...outcome.warnings]
  return remarks.length === 0 ? null : remarks.join(' ')
}

function unreadablePages(outcome: Extract<ParseOutcome, { type: 'text' }>): readonly string[] {
  const pages = describePagesWithoutText(outcome)
  return pages === null
    ? []
    : [`${pages}; answers cannot rest on ${outcome.pagesWithoutText.length === 1 ? 'it' : 'them'}.`]
}

/** A version keeps its reader once all its passages are in the registry; they go when its document is deleted. */
async function findText(database: Database, version: VersionRow, reader: string): Promise<ReadText | null> {
  const { tenantId, sha256, id } = version
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const alike = and(
    eq(documentVersions.tenantId, tenantId),
    eq(documentVersions.sha256, sha256),
    eq(documentVersions.reader, reader),
    isNotNull(documentVersions.passages),
    isNull(documents.deletedAt),
  )
  const candidates = await database
    .forTenant(tenantId)
    .select()
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(alike)
    .orderBy(sql`${documentVersions.id} = ${id} desc`)
    .limit(MOST_CANDIDATES)
  for (const { document_versions: candidate } of candidates) {
    const chunks = await chunksOf(database, candidate)
    if (chunks.length === 0 || chunks.length !== candidate.passages) continue
    const { mediaType, ownTitle, pages, remarks, findings } = candidate
    return { type: 'text', mediaType, ownTitle, pages, remarks, findings, chunks, registeredBy: candidate.id }
  }
  return null
}

async function chunksOf(database: Database, { tenantId, id }: VersionRow): Promise<readonly Chunk[]> {
  const ofVersion = and(eq(passages.tenantId, tenantId), eq(passages.versionId, id))
  return database.forTenant(tenantId).select().from(passages).where(ofVersion).orderBy(asc(passages.ordinal))
}
