import type { EmbeddingModel } from '../platform/embedding-model/embedding-model.ts'
import type { GiveWay } from './give-way.ts'

/** Texts that are embedded in one call. */
const EMBEDDING_BATCH = 16

/** The vectors of many texts, in order, made in small batches that let requests in between. */
export async function embedInBatches(
  embedder: EmbeddingModel,
  texts: readonly string[],
  giveWay: GiveWay,
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let start = 0; start < texts.length; start += EMBEDDING_BATCH) {
    const batch = texts.slice(start, start + EMBEDDING_BATCH)
    const embedded = await embedder.embedPassages(batch, signal)
    if (embedded.length !== batch.length) throw new Error('the embedding model returned too few vectors')
    vectors.push(...embedded)
    await giveWay(signal)
  }
  return vectors
}
