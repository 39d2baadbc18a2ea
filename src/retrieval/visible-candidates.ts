import type { Principal } from '../contracts/principal.ts'
import type { Database } from '../platform/database/database.ts'
import type { FusedHit } from './fuse-scores.ts'
import type { Candidate } from './rerank.ts'
import { type VisiblePassage, visiblePassages } from './visible-passages.ts'

/** Candidates that are re-ranked. A right passage further down is rare, and each costs a look into its text. */
const RERANKED_CANDIDATES = 50

export interface VisibleCandidates {
  readonly candidates: readonly Candidate<VisiblePassage>[]
  /** True when the asker may read a hit at all, whether it was kept or not. */
  readonly sawAny: boolean
}

/** The best hits that the registry lets through and that are kept; further hits take the place of the others. */
export async function visibleCandidates(
  database: Database,
  hits: readonly FusedHit[],
  principal: Principal,
  isKept: (passage: VisiblePassage) => boolean,
  signal: AbortSignal,
): Promise<VisibleCandidates> {
  const candidates: Candidate<VisiblePassage>[] = []
  let sawAny = false
  for (let start = 0; start < hits.length && candidates.length < RERANKED_CANDIDATES; start += RERANKED_CANDIDATES) {
    signal.throwIfAborted()
    const next = hits.slice(start, start + RERANKED_CANDIDATES)
    const ids = next.map((hit) => hit.passageId)
    const visible = await visiblePassages(database, ids, principal)
    sawAny ||= visible.size > 0
    for (const hit of next) {
      const passage = visible.get(hit.passageId)
      if (passage !== undefined && isKept(passage)) candidates.push({ hit, passage })
    }
  }
  return { candidates: candidates.slice(0, RERANKED_CANDIDATES), sawAny }
}
