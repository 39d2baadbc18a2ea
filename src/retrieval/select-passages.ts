import type { RankedPassage } from '../contracts/retrieval.ts'
import { type Fingerprint, fingerprintOf, isCopy } from './is-copy.ts'
import { areNeighbours, mergeNeighbours, partsOf } from './merge-neighbours.ts'

/** Passages that one document may fill of all there are: four of five, so that a second opinion can be among them ... */
const SHARE_OF_ONE_DOCUMENT = 0.8
/** ... if it is at least so good, compared with the passage whose place it takes. */
const FAIR_SHARE = 0.5
/** Longer stretches would crowd out other passages of a prompt. */
const MOST_PARTS = 2

/**
 * The passages an answer rests on, out of the ranked ones: copies only once, neighbours of a page as one, and not all of one
 * document when another has something to say. At most `count`, best first.
 */
export function selectPassages(ranked: readonly RankedPassage[], count: number): readonly RankedPassage[] {
  const chosen: RankedPassage[] = []
  const postponed: RankedPassage[] = []
  const known: Fingerprint[] = []
  const mostOfOne = Math.ceil(count * SHARE_OF_ONE_DOCUMENT)
  for (const passage of ranked) {
    const best = postponed[0]
    if (chosen.length === count || (best !== undefined && isPoor(passage, best))) break
    const fingerprint = fingerprintOf(passage.text)
    if (known.some((other) => isCopy(fingerprint, other))) continue
    known.push(fingerprint)
    if (joinNeighbour(chosen, passage)) continue
    const ofSameDocument = chosen.filter(({ document_id }) => document_id === passage.document_id).length
    if (ofSameDocument < mostOfOne) chosen.push(passage)
    else postponed.push(passage)
  }
  return [...chosen, ...postponed.slice(0, count - chosen.length)].sort((a, b) => b.relevance_score - a.relevance_score)
}

function isPoor(passage: RankedPassage, compared: RankedPassage): boolean {
  return passage.relevance_score < FAIR_SHARE * compared.relevance_score
}

/** Join a passage to a chosen neighbour of it. True when there is one. */
function joinNeighbour(chosen: RankedPassage[], passage: RankedPassage): boolean {
  const at = chosen.findIndex((other) => partsOf(other).length < MOST_PARTS && areNeighbours(other, passage))
  const neighbour = chosen[at]
  if (neighbour === undefined) return false
  chosen[at] = mergeNeighbours(neighbour, passage)
  return true
}
