/** Reads a question together with each passage and says how well they fit: slower and better than comparing vectors. */
export interface Reranker {
  readonly name: string
  /** One score per passage, in order; larger is better, and only the scores of one call can be compared. */
  readonly score: (query: string, passages: readonly string[], signal: AbortSignal) => Promise<readonly number[]>
}
