import type { FusedHit } from './fuse-scores.ts'

/** What a perfect match gets from the one engine that re-ranks by reading, Azure AI Search. */
const BEST_SEMANTIC_SCORE = 4
/** Share of its judgement. Not measured: there was no such service to measure with. */
const SEMANTIC_SHARE = 0.5

/**
 * Give the engine's own re-ranker a say in the order of the hits. What it did not read keeps its place behind what it read
 * and found as good. Without any judgement nothing changes.
 */
export function blendSemantic(hits: readonly FusedHit[], semantic: ReadonlyMap<string, number>): readonly FusedHit[] {
  if (semantic.size === 0) return hits
  return hits
    .map((hit) => {
      const judgement = (semantic.get(hit.passageId) ?? 0) / BEST_SEMANTIC_SCORE
      return { ...hit, fused: (1 - SEMANTIC_SHARE) * hit.fused + SEMANTIC_SHARE * judgement }
    })
    .toSorted((a, b) => b.fused - a.fused || (a.passageId < b.passageId ? -1 : 1))
}
