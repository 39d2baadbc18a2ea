import type { Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import type { FusedHit } from './fuse-scores.ts'
import type { Candidate } from './rerank.ts'
import { type VisiblePassage, visiblePassages } from './visible-passages.ts'

/** Candidates that are re-ranked. A right passage further down is rare, and each costs a look into its text. */
export const RERANKED_CANDIDATES = 50

/** The best hits that the registry lets through; further hits take the place of those it holds back. */
export async function visibleCandidates(
  database: Database,
  hits: readonly FusedHit[],
  principal: Principal,
  signal: AbortSignal,
): Promise<readonly Candidate<VisiblePassage>[]> {
  const found: Candidate<VisiblePassage>[] = []
  for (let start = 0; start < hits.length && found.length < RERANKED_CANDIDATES; start += RERANKED_CANDIDATES) {
    signal.throwIfAborted()
    const next = hits.slice(start, start + RERANKED_CANDIDATES)
    const ids = next.map((hit) => hit.passageId)
    const visible = await visiblePassages(database, ids, principal)
    for (const hit of next) {
      const passage = visible.get(hit.passageId)
      if (passage !== undefined) found.push({ hit, passage })
    }
  }
  return found.slice(0, RERANKED_CANDIDATES)
}
