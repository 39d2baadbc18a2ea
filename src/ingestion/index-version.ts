import { createHash } from 'node:crypto'
import type { Analysers } from '../language/analyser.ts'
import type { Database } from '../platform/database/database.ts'
import { passages } from '../platform/database/schema.ts'
import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { ModelCheck } from '../platform/index-generations/model-check.ts'
import type { IndexEntry, SearchIndex } from '../platform/search-index/search-index.ts'
import { embedNewTexts } from './embed-new-texts.ts'
import { type GiveWay, letRequestsIn } from './give-way.ts'
import type { Chunk } from './parsed-document.ts'
import { indexedTexts, textHashOf } from './passage-texts.ts'

/** Texts that are analysed in one turn of the event loop. */
const ANALYSING_BATCH = 16
/** Rows per statement and per index write: large enough to be quick, small enough that a transaction stays short. */
export const WRITE_BATCH = 200

export interface IndexVersionDependencies {
  readonly database: Database
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly analysers: Analysers
  readonly generation: string
  /** Whether the embedding model is still the one that built a generation; left out where it cannot be another. */
  readonly modelCheck?: ModelCheck
  /** How to let others come first between two batches; left out, requests that have arrived go in between. */
  readonly giveWay?: GiveWay
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
 * Write passages of versions that nobody else works on to the registry and to the active generation of the index.
 * Repeating it changes nothing: passage ids follow from version and position.
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
    const entries = await embeddedEntriesOf(dependencies, tenantId, batch, signal)
    await dependencies.index.upsert({ tenantId, generation: dependencies.generation }, entries)
  }
  await dependencies.index.settle?.({ tenantId, generation: dependencies.generation })
}

/** The id of a passage: a UUID (version 8, RFC 9562) from version and position, so that a second attempt writes the same rows. */
export function passageIdOf(versionId: string, ordinal: number): string {
  const hex = createHash('sha256').update(`${versionId}/${ordinal}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The row of a passage in the registry. */
export function passageRow({ of, chunk }: PassageToIndex): typeof passages.$inferInsert {
  return {
    tenantId: of.tenantId,
    id: passageIdOf(of.versionId, chunk.ordinal),
    versionId: of.versionId,
    documentId: of.documentId,
    version: of.version,
    ordinal: chunk.ordinal,
    text: chunk.text,
    textHash: textHashOf(chunk.text),
    tokens: chunk.tokens,
    page: chunk.page,
    pageEnd: chunk.pageEnd,
    heading: [...chunk.heading],
    start: chunk.start,
    end: chunk.end,
    suspicious: chunk.suspicious === true,
  }
}

/** The index entries of passages whose vectors are known, analysed in small batches that let requests in between. */
export async function entriesOf(
  { analysers, giveWay = letRequestsIn }: Pick<IndexVersionDependencies, 'analysers' | 'giveWay'>,
  all: readonly PassageToIndex[],
  vectors: readonly Float32Array[],
  signal: AbortSignal,
): Promise<readonly IndexEntry[]> {
  const texts = indexedTexts(all)
  const entries: IndexEntry[] = []
  for (const [i, { of, chunk }] of all.entries()) {
    const [text, vector] = [texts[i], vectors[i]]
    if (text === undefined || vector === undefined) throw new Error('a passage has no vector')
    entries.push({
      passageId: passageIdOf(of.versionId, chunk.ordinal),
      documentId: of.documentId,
      versionId: of.versionId,
      access: of.access,
      collection: of.collection,
      mediaType: of.mediaType,
      updatedAt: of.updatedAt.getTime(),
      terms: analysers.analysePassage(text),
      vector,
      text: { title: of.title, content: chunk.text, page: chunk.page },
    })
    if (entries.length % ANALYSING_BATCH === 0) await giveWay(signal)
  }
  return entries
}

/** The index entries of passages, embedded and analysed. */
export async function embeddedEntriesOf(
  dependencies: Omit<IndexVersionDependencies, 'generation'>,
  tenantId: string,
  all: readonly PassageToIndex[],
  signal: AbortSignal,
): Promise<readonly IndexEntry[]> {
  const vectors = await embedNewTexts(dependencies, tenantId, all, signal)
  return entriesOf(dependencies, all, vectors, signal)
}
