import { createHash } from 'node:crypto'
import type { SetDocument } from '../evaluation/load-set.ts'
import { embedInBatches } from '../src/ingestion/embed-passages.ts'
import { letRequestsIn } from '../src/ingestion/give-way.ts'
import type { Analysers } from '../src/language/analyser.ts'
import { indexedText } from '../src/language/indexed-text.ts'
import type { Database } from '../src/platform/database/database.ts'
import { documents, documentVersions, passages } from '../src/platform/database/schema.ts'
import type { EmbeddingModel } from '../src/platform/embedding-model/embedding-model.ts'
import type { IndexPartition, SearchIndex } from '../src/platform/search-index/search-index.ts'

/** A document of one passage, with the id that it has in index and registry. */
export interface BenchPassage {
  readonly id: string
  readonly externalId: string
  readonly title: string
  readonly heading: readonly string[]
  readonly text: string
  readonly access: readonly string[]
}

export interface FillDependencies {
  readonly index: SearchIndex
  readonly embedder: EmbeddingModel
  readonly analysers: Analysers
}

const BATCH = 1_000
/** As the worker does: two milliseconds. */
const ANALYSED_AT_ONCE = 16
const signal = new AbortController().signal

/** Each document of a set as one passage. */
export function passagesOf(documents: readonly SetDocument[], access: readonly string[]): readonly BenchPassage[] {
  return documents.map(({ id, title, text }) => ({ id: uuidOf(id), externalId: id, title, heading: [], text, access }))
}

/** Embed, analyse and index passages, without the registry. */
export async function fillIndex(
  dependencies: FillDependencies,
  partition: IndexPartition,
  all: Iterable<BenchPassage>,
): Promise<void> {
  for (const part of batchesOf(all, BATCH)) await writeToIndex(dependencies, partition, part)
  await dependencies.index.optimize(partition)
}

/** Embed, analyse and write passages; the index is brought into order when it thinks it is time. */
export async function writeToIndex(
  { index, embedder, analysers }: FillDependencies,
  partition: IndexPartition,
  part: readonly BenchPassage[],
): Promise<void> {
  const texts = part.map(indexedText)
  const vectors = await embedInBatches(embedder, texts, letRequestsIn, signal)
  const terms: (readonly string[])[] = []
  for (const text of texts) {
    terms.push(analysers.analysePassage(text))
    if (terms.length % ANALYSED_AT_ONCE === 0) await letRequestsIn(signal)
  }
  const entries = part.map(({ id, access }, n) => ({
    passageId: id,
    documentId: id,
    versionId: id,
    access,
    collection: null,
    mediaType: 'text/plain',
    updatedAt: 0,
    terms: terms[n] ?? [],
    vector: vectors[n] ?? new Float32Array(embedder.dimensions),
  }))
  await index.upsert(partition, entries)
}

/** Write the same passages to the registry, as current versions. */
export async function fillRegistry(
  { system: orm }: Database,
  tenantId: string,
  all: Iterable<BenchPassage>,
): Promise<void> {
  for (const part of batchesOf(all, BATCH / 4)) {
    const file = { sha256: '', sizeInBytes: 0, fileName: '', mediaType: 'text/plain', state: 'ready' }
    const place = { ordinal: 0, tokens: 0, heading: [], start: 0 }
    const row = ({ id, title, externalId, text, access }: BenchPassage) => {
      const common = { tenantId, version: 1, createdBy: 'bench', source: 'bench', access: [...access] }
      return {
        document: { ...common, id, title, externalId, currentVersion: 1, newestVersion: 1 },
        version: { ...common, ...file, id, documentId: id },
        passage: { ...common, ...place, id, documentId: id, versionId: id, text, textHash: id, end: text.length },
      }
    }
    const rows = part.map(row)
    await orm.insert(documents).values(rows.map(({ document }) => document))
    await orm.insert(documentVersions).values(rows.map(({ version }) => version))
    await orm.insert(passages).values(rows.map(({ passage }) => passage))
  }
}

function* batchesOf<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/** The same UUID for the same text. */
export function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
