import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { indexedText } from '../language/indexed-text.ts'
import type { Orm, Transaction } from '../platform/database/database.ts'
import { documents, passages } from '../platform/database/schema.ts'
import { findActiveGeneration } from '../platform/index-generations/active-generation.ts'
import { embedInBatches } from './embed-passages.ts'
import { letRequestsIn } from './give-way.ts'
import type { IndexVersionDependencies, PassageToIndex } from './index-version.ts'
import { indexedTexts, textHashOf } from './passage-texts.ts'

/** Texts that the registry is asked about at once. */
const TEXTS_PER_LOOK = 200
/** Passages with one of these texts that are looked at; a sentence on every page of a library is not worth more. */
const PASSAGES_PER_LOOK = 2_000

type EmbedDependencies = Pick<IndexVersionDependencies, 'database' | 'index' | 'embedder' | 'modelCheck' | 'giveWay'>

/**
 * The vectors of passages, in order. A text (with title and headings: what is embedded) that a current document of the same
 * tenant has under the same embedding model is not embedded again: its vector is read back from the active generation.
 */
export async function embedNewTexts(
  dependencies: EmbedDependencies,
  tenantId: string,
  all: readonly PassageToIndex[],
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const { embedder, giveWay = letRequestsIn } = dependencies
  const texts = indexedTexts(all)
  if (embedder.isCheap) return embedInBatches(embedder, texts, giveWay, signal)
  const vectors = new Map(await vectorsMadeBefore(dependencies, tenantId, all, signal))
  const missing = [...new Set(texts)].filter((text) => !vectors.has(text))
  const made = await embedInBatches(embedder, missing, giveWay, signal)
  for (const [at, vector] of made.entries()) vectors.set(missing[at] ?? '', vector)
  return texts.map((text) => {
    const vector = vectors.get(text)
    if (vector === undefined) throw new Error('a passage has no vector')
    return vector
  })
}

/** By the text that was embedded; texts without a vector are not there. */
async function vectorsMadeBefore(
  { database, index, embedder, modelCheck }: EmbedDependencies,
  tenantId: string,
  all: readonly PassageToIndex[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Float32Array>> {
  const orm = database.forTenant(tenantId)
  const active = await findActiveGeneration(orm, tenantId)
  const found = new Map<string, Float32Array>()
  if (active === null || active.embedder !== embedder.fingerprint) return found
  const partition = { tenantId, generation: active.id }
  if ((await modelCheck?.(partition)) === 'changed') return found
  const byHash = new Map(all.map(({ chunk: { text } }) => [textHashOf(text), text]))
  const wanted = new Set(indexedTexts(all))
  for (let start = 0; start < byHash.size; start += TEXTS_PER_LOOK) {
    signal.throwIfAborted()
    const some = new Map([...byHash].slice(start, start + TEXTS_PER_LOOK))
    const passageOf = await passagesWith(orm, tenantId, some, wanted)
    const vectors = await index.readVectors(partition, [...passageOf.values()], signal)
    for (const [text, passageId] of passageOf) {
      const vector = vectors.get(passageId)
      if (vector !== undefined) found.set(text, vector)
    }
  }
  return found
}

/**
 * A passage of a current version for each wanted text that there is one for. Two statements instead of a join, for the
 * reason that `visiblePassages` has.
 */
async function passagesWith(
  orm: Orm | Transaction,
  tenantId: string,
  textOf: ReadonlyMap<string, string>,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const { id, documentId, version, textHash, heading } = passages
  const alike = await orm
    .select({ id, documentId, version, textHash, heading })
    .from(passages)
    .where(and(eq(passages.tenantId, tenantId), inArray(textHash, [...textOf.keys()])))
    // Of a document with many versions the last ones: only the current one is in the index.
    .orderBy(desc(version))
    .limit(PASSAGES_PER_LOOK)
  const ids = [...new Set(alike.map((passage) => passage.documentId))]
  const rows = await orm
    .select({ id: documents.id, title: documents.title, currentVersion: documents.currentVersion })
    .from(documents)
    .where(and(eq(documents.tenantId, tenantId), inArray(documents.id, ids), isNull(documents.deletedAt)))
  const documentOf = new Map(rows.map((row) => [row.id, row]))
  const passageOf = new Map<string, string>()
  for (const passage of alike) {
    const document = documentOf.get(passage.documentId)
    // The title that was embedded is known of the current version only.
    if (document === undefined || document.currentVersion !== passage.version) continue
    const { title } = document
    const text = indexedText({ title, heading: passage.heading, text: textOf.get(passage.textHash) ?? '' })
    if (wanted.has(text)) passageOf.set(text, passage.id)
  }
  return passageOf
}
