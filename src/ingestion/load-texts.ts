import { createHash, randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { CallContext } from '../contracts/call-context.ts'
import { EVERYONE } from '../contracts/principal.ts'
import { countTokens } from '../language/count-tokens.ts'
import { documents, documentVersions, tenants } from '../platform/database/schema.ts'
import { chunkDocument } from './chunk-document.ts'
import {
  type IndexVersionDependencies,
  indexPassages,
  type PassageToIndex,
  type VersionToIndex,
} from './index-version.ts'
import { MAXIMUM_CHUNK_TOKENS, OVERLAP_TOKENS } from './parse-document.ts'
import { assembleDocument } from './parsers/assemble-document.ts'

/** A text that is already in memory. */
export interface TextToLoad {
  readonly externalId: string
  readonly title: string
  readonly text: string
}

/** Documents written together. */
const BATCH = 200

/**
 * Put many texts into the library at once, visible to everyone of the tenant: for question sets, whose texts are no files.
 * They are chunked, embedded and indexed like any document, without parser and queue.
 */
export async function loadTexts(
  dependencies: IndexVersionDependencies,
  source: string,
  texts: readonly TextToLoad[],
  { principal, clock, signal }: CallContext,
): Promise<void> {
  const tenantId = principal.tenant_id
  const orm = dependencies.database.forTenant(tenantId)
  for (let start = 0; start < texts.length; start += BATCH) {
    signal.throwIfAborted()
    const updatedAt = new Date(clock.now())
    const batch = texts
      .slice(start, start + BATCH)
      .map((text): LoadedText => ({ text, of: versionOf(text, tenantId, updatedAt) }))
    await orm.insert(documents).values(batch.map((loaded) => documentRow(loaded, source, principal.object_id)))
    await orm.insert(documentVersions).values(batch.map(versionRow))
    await indexPassages(dependencies, tenantId, batch.flatMap(passagesOf), signal)
  }
  await dependencies.database.refreshStatistics()
  await dependencies.index.optimize({ tenantId, generation: dependencies.generation })
  await orm
    .update(tenants)
    .set({ libraryEpoch: sql`${tenants.libraryEpoch} + 1` })
    .where(eq(tenants.id, tenantId))
}

function versionOf({ title }: TextToLoad, tenantId: string, updatedAt: Date): VersionToIndex {
  const ids = { tenantId, documentId: randomUUID(), versionId: randomUUID(), version: 1 }
  return { ...ids, title, access: [EVERYONE], collection: null, mediaType: 'text/plain', updatedAt }
}

interface LoadedText {
  readonly text: TextToLoad
  readonly of: VersionToIndex
}

function documentRow({ text, of }: LoadedText, source: string, createdBy: string): typeof documents.$inferInsert {
  return {
    tenantId: of.tenantId,
    id: of.documentId,
    source,
    externalId: text.externalId,
    title: of.title,
    access: [...of.access],
    currentVersion: of.version,
    newestVersion: of.version,
    createdBy,
    createdAt: of.updatedAt,
    updatedAt: of.updatedAt,
  }
}

function versionRow({ text, of }: LoadedText): typeof documentVersions.$inferInsert {
  return {
    tenantId: of.tenantId,
    id: of.versionId,
    documentId: of.documentId,
    version: of.version,
    sha256: createHash('sha256').update(text.text).digest('hex'),
    sizeInBytes: Buffer.byteLength(text.text),
    fileName: of.title,
    mediaType: of.mediaType,
    title: of.title,
    state: 'ready',
    since: of.updatedAt,
  }
}

function passagesOf({ text, of }: LoadedText): PassageToIndex[] {
  const parsed = assembleDocument(text.text.split('\n').map((line) => ({ kind: 'paragraph' as const, text: line })))
  const chunks = chunkDocument(parsed, {
    maximumTokens: MAXIMUM_CHUNK_TOKENS,
    overlapTokens: OVERLAP_TOKENS,
    countTokens,
  })
  return chunks.map((chunk) => ({ of, chunk }))
}
