import type { Evidence } from '../contracts/retrieval.ts'
import type { FusedHit } from './fuse-scores.ts'
import type { Question } from './question.ts'

/** Of this many best full-text hits it is asked whether the vector search found them as well ... */
const COMPARED_HITS = 5
/** ... among this many of its own best: further down it lists nearly everything of a small library. */
const VECTOR_DEPTH = 20

interface JudgedHit {
  readonly hit: FusedHit
  readonly coverage: number
}

/**
 * How strong the evidence of readable passages is. Only they count: what somebody may not read must not change an answer.
 * `judged` are all re-ranked candidates, in any order. `hasVectorHits` is false when the vector search found nothing at all,
 * readable or not: it says nothing about the words then, neither for nor against.
 */
export function evidenceOf(
  question: Question,
  judged: readonly JudgedHit[],
  { hasVectorHits }: { readonly hasVectorHits: boolean },
): Evidence {
  const bestLexical = Math.max(0, ...judged.map(({ hit }) => hit.lexical ?? 0))
  return {
    strength: question.mostLexical === 0 ? 0 : bestLexical / question.mostLexical,
    coverage: Math.max(0, ...judged.map(({ coverage }) => coverage)),
    agreement: hasVectorHits ? agreementOf(judged.map(({ hit }) => hit)) : null,
    term_weights: Object.fromEntries(question.weights),
    language: question.language,
  }
}

function agreementOf(hits: readonly FusedHit[]): number {
  const lexical = bestBy(hits, (hit) => hit.lexical, COMPARED_HITS)
  const vector = new Set(bestBy(hits, (hit) => hit.vector, VECTOR_DEPTH))
  return lexical.length === 0 ? 0 : lexical.filter((hit) => vector.has(hit)).length / lexical.length
}

function bestBy(hits: readonly FusedHit[], scoreOf: (hit: FusedHit) => number | null, count: number): FusedHit[] {
  return hits
    .filter((hit) => scoreOf(hit) !== null)
    .sort((a, b) => (scoreOf(b) ?? 0) - (scoreOf(a) ?? 0))
    .slice(0, count)
}
