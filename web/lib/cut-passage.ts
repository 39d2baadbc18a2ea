/** A passage cut around its quoted words; all three joined are the passage. */
export interface CutPassage {
  readonly before: string
  readonly quote: string
  readonly after: string
}

interface TextSpan {
  readonly start: number
  readonly end: number
}

/**
 * Find the cited span inside a passage. Both count characters of the same canonical text. A span that does not touch
 * the passage (a newer version, say) highlights nothing rather than something wrong.
 */
export function cutPassage(passage: TextSpan & { readonly text: string }, cited: TextSpan | null): CutPassage {
  const start = Math.max(0, (cited?.start ?? 0) - passage.start)
  const end = Math.min(passage.text.length, (cited?.end ?? 0) - passage.start)
  if (cited === null || start >= end) return { before: passage.text, quote: '', after: '' }
  return {
    before: passage.text.slice(0, start),
    quote: passage.text.slice(start, end),
    after: passage.text.slice(end),
  }
}
