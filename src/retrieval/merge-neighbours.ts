import type { RankedPassage } from '../contracts/retrieval.ts'

/** Blocks of a document's text are joined by this. */
const BLOCK_SEPARATOR = '\n\n'

/** True when two passages follow each other in one document and on one page, so that one footnote can name both. */
export function areNeighbours(a: RankedPassage, b: RankedPassage): boolean {
  const [first, second] = inOrder(a, b)
  const isSamePage = first.page === second.page && first.page_end === second.page_end
  const gap = second.start - first.end
  return (
    first.document_id === second.document_id &&
    first.version === second.version &&
    isSamePage &&
    (gap <= 0 || gap === BLOCK_SEPARATOR.length)
  )
}

/**
 * One passage out of two neighbours: the text from the beginning of the first to the end of the second, with the scores of
 * `better`. Its parts remember which passage each stretch is of.
 */
export function mergeNeighbours(better: RankedPassage, other: RankedPassage): RankedPassage {
  const [first, second] = inOrder(better, other)
  const gap = second.start - first.end
  const text = gap > 0 ? `${first.text}${BLOCK_SEPARATOR}${second.text}` : `${first.text}${second.text.slice(-gap)}`
  return {
    ...better,
    start: first.start,
    end: Math.max(first.end, second.end),
    text,
    suspicious: better.suspicious || other.suspicious,
    parts: [...partsOf(first), ...partsOf(second)],
  }
}

/** The passages that a passage is made of; itself when it was not merged. */
export function partsOf({ parts, passage_id, start, end }: RankedPassage): NonNullable<RankedPassage['parts']> {
  return parts ?? [{ passage_id, start, end }]
}

function inOrder(a: RankedPassage, b: RankedPassage): readonly [RankedPassage, RankedPassage] {
  return a.start <= b.start ? [a, b] : [b, a]
}
