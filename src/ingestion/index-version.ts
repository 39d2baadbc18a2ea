import { createHash } from 'node:crypto'
import type { Analyser } from '../language/analyser.ts'
import { indexedText } from '../language/indexed-text.ts'
import type { Database } from '../platform/database/database.ts'
import { passages } from '../platform/database/schema.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { IndexEntry, SearchIndex } from '../platform/search-index/search-index.ts'
import type { Chunk } from './parsed-document.ts'

/** Texts that are embedded in one call. */
const EMBEDDING_BATCH = 16
/** Rows per statement and per index write: large enough to be quick, small enough that a transaction stays short. */
const WRITE_BATCH = 200

export interface IndexVersionDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly analyser: Analyser
  readonly generation: string
}

/** What a passage inherits from its document and version. */
export interface VersionToIndex {
  readonly tenantId: string
  readonly documentId: string
  readonly versionId: string
  readonly version: number
  readonly title: string
  readonly access: readonly string[]
  readonly collection: string | null
  readonly mediaType: string
  readonly updatedAt: Date
}

/** A chunk on its way into the registry and the index. */
export interface PassageToIndex {
  readonly of: VersionToIndex
  readonly chunk: Chunk
}

/**
 * Write passages to the registry and to the active generation of the index. Repeating it changes nothing: passage ids
 * follow from version and position. The passages are found only once their version is made current.
 */
export async function indexPassages(
  dependencies: IndexVersionDependencies,
  tenantId: string,
  all: readonly PassageToIndex[],
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < all.length; start += WRITE_BATCH) {
    signal.throwIfAborted()
    const batch = all.slice(start, start + WRITE_BATCH)
    await dependencies.database.forTenant(tenantId).insert(passages).values(batch.map(passageRow)).onConflictDoNothing()
    const entries = await entriesOf(dependencies, batch, signal)
    await dependencies.index.upsert({ tenantId, generation: dependencies.generation }, entries)
  }
}

/** The id of a passage: a UUID (version 8, RFC 9562) from version and position, so that a second attempt writes the same rows. */
export function passageIdOf(versionId: string, ordinal: number): string {
  const hex = createHash('sha256').update(`${versionId}/${ordinal}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function passageRow({ of, chunk }: PassageToIndex): typeof passages.$inferInsert {
  return {
    tenantId: of.tenantId,
    id: passageIdOf(of.versionId, chunk.ordinal),
    versionId: of.versionId,
    documentId: of.documentId,
    version: of.version,
    ordinal: chunk.ordinal,
    text: chunk.text,
    textHash: createHash('sha256').update(chunk.text).digest('hex'),
    tokens: chunk.tokens,
    page: chunk.page,
    pageEnd: chunk.pageEnd,
    heading: [...chunk.heading],
    start: chunk.start,
    end: chunk.end,
    suspicious: chunk.suspicious === true,
  }
}

/** The index entries of passages, embedded and analysed in small batches that let requests in between. */
export async function entriesOf(
  { embedder, analyser }: IndexVersionDependencies,
  batch: readonly PassageToIndex[],
  signal: AbortSignal,
): Promise<readonly IndexEntry[]> {
  const entries: IndexEntry[] = []
  for (let start = 0; start < batch.length; start += EMBEDDING_BATCH) {
    const part = batch.slice(start, start + EMBEDDING_BATCH)
    const texts = part.map(({ of, chunk }) =>
      indexedText({ title: of.title, heading: chunk.heading, text: chunk.text }),
    )
    const vectors = await embedder.embedPassages(texts, signal)
    for (const [i, { of, chunk }] of part.entries()) {
      const [text, vector] = [texts[i], vectors[i]]
      if (text === undefined || vector === undefined) throw new Error('the embedding model returned too few vectors')
      entries.push({
        passageId: passageIdOf(of.versionId, chunk.ordinal),
        documentId: of.documentId,
        versionId: of.versionId,
        access: of.access,
        collection: of.collection,
        mediaType: of.mediaType,
        updatedAt: of.updatedAt.getTime(),
        terms: analyser.analyse(text),
        vector,
      })
    }
    // Analysing and embedding are synchronous work; let requests in between the batches.
    await new Promise((resolve) => setImmediate(resolve))
  }
  return entries
}
