/** Everything that decides what an index holds for a text. When one of them changes, the index is built anew. */
export interface GenerationParts {
  /** `EmbeddingModel.fingerprint`. */
  readonly embedder: string
  /** Version of the rules that cut documents into passages. */
  readonly chunker: string
  /** Version of the rules that turn texts into terms. */
  readonly analyser: string
}

/** Name of the index generation made with these parts; writers and readers of an index must use the same. */
export function generationName({ embedder, chunker, analyser }: GenerationParts): string {
  return [embedder, chunker, analyser].map(encodeURIComponent).join('~')
}
