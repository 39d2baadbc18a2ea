/** Turns texts into vectors of unit length, so that the dot product of two vectors is their cosine similarity. */
export interface EmbeddingModel {
  /** Changes whenever equal texts could get other vectors; part of the name of an index generation. */
  readonly fingerprint: string
  readonly dimensions: number
  /** Weak models are fused by convex combination, strong ones by reciprocal rank fusion (measured: docs/decisions). */
  readonly strength: 'weak' | 'strong'
  /** True when making a vector takes less than looking whether it was made before. */
  readonly isCheap: boolean
  /** One vector per text, in order. A text without a known word gets the zero vector. */
  readonly embedPassages: (texts: readonly string[], signal: AbortSignal) => Promise<readonly Float32Array[]>
  readonly embedQuery: (text: string, signal: AbortSignal) => Promise<Float32Array>
}

/** A model that embeds single words also knows how frequent English words are. */
export interface WordVectors extends EmbeddingModel {
  /** Rank of a lower-case word among all by how often it is written, 1 for the most frequent; null for an unknown word. */
  readonly rankOf: (word: string) => number | null
}
