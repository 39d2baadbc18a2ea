import type { Citation } from '../contracts/orchestration.ts'
import type { RankedPassage } from '../contracts/retrieval.ts'
import type { Evidence } from './verify-sentence.ts'

export interface NumberedCitation {
  readonly citation: Citation
  /** True when this is its first use. */
  readonly isNew: boolean
}

/**
 * Number the citations of one answer 1, 2, 3 … in the order of first use; the same words of the same passage keep their
 * number. `passages[n - 1]` is what the model knew as number n.
 */
export function createCitationNumbering(
  passages: readonly RankedPassage[],
): (evidence: Evidence) => NumberedCitation | null {
  const used = new Map<string, Citation>()
  return ({ number, start, end }) => {
    const passage = passages[number - 1]
    if (passage === undefined) return null
    const key = `${passage.passage_id} ${start} ${end}`
    const known = used.get(key)
    if (known !== undefined) return { citation: known, isNew: false }
    const citation = makeCitation(used.size + 1, passage, start, end)
    used.set(key, citation)
    return { citation, isNew: true }
  }
}

function makeCitation(number: number, passage: RankedPassage, start: number, end: number): Citation {
  return {
    number,
    document_id: passage.document_id,
    version: passage.version,
    passage_id: partHolding(passage, passage.start + start, passage.start + end),
    title: passage.title,
    source: passage.source,
    page: passage.page,
    heading: passage.heading,
    start: passage.start + start,
    end: passage.start + end,
    quote: passage.text.slice(start, end),
    relevance_score: passage.relevance_score,
  }
}

/** Of a passage that was joined from neighbours: the one that holds the quote. */
function partHolding({ passage_id, parts = [] }: RankedPassage, start: number, end: number): string {
  return parts.find((part) => part.start <= start && end <= part.end)?.passage_id ?? passage_id
}
