/** What the relevance of a question's passages rests on. */
export interface Support {
  /** BM25 score of the best passage divided by the idf mass of the question: 1 when it holds every term about once. */
  readonly strength: number
  /** Best cosine similarity, or null when the embedding model is too weak to speak for itself. */
  readonly similarity: number | null
}

/**
 * Relevance of a passage, 0 to 1: its ranking score within the question (0 to 1) times how well the library answers the
 * question at all. Within one question it falls with the rank; a question about something else gets low scores throughout.
 */
export function relevanceScore(rankingScore: number, { strength, similarity }: Support): number {
  const support = Math.max(strength, similarity ?? 0)
  return clamp(rankingScore) * clamp(support)
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
