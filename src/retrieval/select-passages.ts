import type { RankedCandidate } from './rerank.ts'

/**
 * The best `count` candidates with different words: a copy in another document or version would only take the place of
 * something new. Neighbouring passages of a document stay apart, so that each keeps its own page and exact offsets.
 */
export function selectPassages<P extends { readonly textHash: string }>(
  ranked: readonly RankedCandidate<P>[],
  count: number,
): readonly RankedCandidate<P>[] {
  const distinct = new Map<string, RankedCandidate<P>>()
  for (const candidate of ranked) {
    if (distinct.size === count) break
    if (!distinct.has(candidate.passage.textHash)) distinct.set(candidate.passage.textHash, candidate)
  }
  return [...distinct.values()]
}
