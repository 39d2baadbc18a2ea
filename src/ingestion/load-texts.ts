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
  const { orm } = dependencies.database
  const tenantId = principal.tenant_id
  for (let start = 0; start < texts.length; start += BATCH) {
    signal.throwIfAborted()
    const updatedAt = new Date(clock.now())
    const batch = texts
      .slice(start, start + BATCH)
      .map((text) => ({ ...versionOf(text, tenantId, updatedAt), externalId: text.externalId, body: text.text }))
    const rows = batch.map(({ documentId, versionId, title, externalId, body }) => ({
      documentId,
      versionId,
      title,
      externalId,
      body,
      tenantId,
    }))
    await orm.insert(documents).values(
      rows.map(({ documentId, title, externalId }) => ({
        ...{ tenantId, id: documentId, source, externalId, title, collection: null, access: [EVERYONE] },
        ...{ currentVersion: 1, newestVersion: 1, createdBy: principal.object_id, createdAt: updatedAt, updatedAt },
      })),
    )
    await orm.insert(documentVersions).values(
      rows.map(({ documentId, versionId, title, body }) => ({
        ...{ tenantId, id: versionId, documentId, version: 1, sha256: createHash('sha256').update(body).digest('hex') },
        ...{
          sizeInBytes: Buffer.byteLength(body),
          fileName: title,
          mediaType: 'text/plain',
          title,
          state: 'ready',
          since: updatedAt,
        },
      })),
    )
    await indexPassages(dependencies, tenantId, batch.flatMap(passagesOf), signal)
  }
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

function passagesOf(of: VersionToIndex & { readonly body: string }): PassageToIndex[] {
  const parsed = assembleDocument(of.body.split('\n').map((text) => ({ kind: 'paragraph' as const, text })))
  return chunkDocument(parsed, { maximumTokens: MAXIMUM_CHUNK_TOKENS, overlapTokens: OVERLAP_TOKENS, countTokens }).map(
    (chunk) => ({ of, chunk }),
  )
}
