import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { DeadLetter } from '../../platform/bus/bus.ts'
import type { Database } from '../../platform/database/database.ts'
import { deletions, documents, documentVersions } from '../../platform/database/schema.ts'
import { PURGE_QUEUE } from '../delete-document.ts'
import { INGEST_QUEUE } from '../ingest-queue.ts'
import type { DocumentRow, VersionRow } from '../version-progress.ts'

/** Whether what a letter is about still has to be done. */
export type Standing =
  /** The document says that it failed on our side; it can be tried again. */
  | 'failed'
  /** Nothing says that it is over: it may be at work, or its worker died before it could write anything down. */
  | 'open'
  /** It was done, cancelled or deleted meanwhile: trying again would change nothing. */
  | 'obsolete'

export interface Subject {
  readonly letter: DeadLetter
  readonly standing: Standing
  readonly document: DocumentRow | null
  readonly version: VersionRow | null
}

const AboutVersion = z.object({ version_id: z.uuid() })
const AboutDocument = z.object({ document_id: z.uuid() })

/** What letters of one tenant are about, in their order. */
export async function findSubjects(
  database: Database,
  tenantId: string,
  letters: readonly DeadLetter[],
): Promise<readonly Subject[]> {
  const [versions, documentsById, purged] = await Promise.all([
    findVersions(database, tenantId, letters.flatMap(versionIdOf)),
    findDocuments(database, tenantId, letters.flatMap(documentIdOf)),
    findPurged(database, tenantId, letters.filter(({ queue }) => queue === PURGE_QUEUE).flatMap(documentIdOf)),
  ])
  return letters.map((letter) => {
    const found = versions.get(versionIdOf(letter)[0] ?? '')
    if (letter.queue === INGEST_QUEUE)
      return { letter, standing: standingOf(found), document: null, version: null, ...found }
    const documentId = documentIdOf(letter)[0] ?? ''
    const standing = letter.queue === PURGE_QUEUE && purged.has(documentId) ? 'obsolete' : 'open'
    return { letter, standing, document: documentsById.get(documentId) ?? null, version: null }
  })
}

interface VersionWithDocument {
  readonly version: VersionRow
  readonly document: DocumentRow
}

function standingOf(found: VersionWithDocument | undefined): Standing {
  if (found === undefined || found.document.deletedAt !== null) return 'obsolete'
  const { state, reason } = found.version
  if (state === 'failed') return reason === 'internal' ? 'failed' : 'obsolete'
  return state === 'ready' || state === 'needs_ocr' || state === 'deleted' ? 'obsolete' : 'open'
}

async function findVersions(
  database: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, VersionWithDocument>> {
  if (ids.length === 0) return new Map()
  const belongs = and(eq(documents.tenantId, documentVersions.tenantId), eq(documents.id, documentVersions.documentId))
  const rows = await database
    .forTenant(tenantId)
    .select()
    .from(documentVersions)
    .innerJoin(documents, belongs)
    .where(and(eq(documentVersions.tenantId, tenantId), inArray(documentVersions.id, [...ids])))
  return new Map(
    rows.map((row) => [row.document_versions.id, { version: row.document_versions, document: row.documents }]),
  )
}

async function findDocuments(
  database: Database,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, DocumentRow>> {
  if (ids.length === 0) return new Map()
  const rows = await database
    .forTenant(tenantId)
    .select()
    .from(documents)
    .where(and(eq(documents.tenantId, tenantId), inArray(documents.id, [...ids])))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Deleted documents that are gone from every store. */
async function findPurged(database: Database, tenantId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await database
    .forTenant(tenantId)
    .select({ id: deletions.documentId, completedAt: deletions.completedAt })
    .from(deletions)
    .where(and(eq(deletions.tenantId, tenantId), inArray(deletions.documentId, [...ids])))
  return new Set(rows.filter(({ completedAt }) => completedAt !== null).map(({ id }) => id))
}

function versionIdOf({ payload }: DeadLetter): readonly string[] {
  const about = AboutVersion.safeParse(payload)
  return about.success ? [about.data.version_id] : []
}

function documentIdOf({ payload }: DeadLetter): readonly string[] {
  const about = AboutDocument.safeParse(payload)
  return about.success ? [about.data.document_id] : []
}
