import { useEffect, useState } from 'react'
import type { QuoteRectangles } from '../../src/contracts/documents.ts'
import { rectanglesOf } from './read-source.ts'
import type { Source } from './sources.ts'

/** The words have no page that could be shown, or it could not be found: they are shown as text. */
export const NO_PAGE = 'no page'

/** Where the words of a source stand on their page; null while that is looked up. Another source needs another component. */
export function useRectangles(source: Source): QuoteRectangles | typeof NO_PAGE | null {
  const [found, setFound] = useState<QuoteRectangles | typeof NO_PAGE | null>(null)
  useEffect(() => {
    rectanglesOf(source).then(
      (rectangles) => setFound(rectangles.page_width === null ? NO_PAGE : rectangles),
      () => setFound(NO_PAGE),
    )
    // oxlint-disable-next-line react/exhaustive-deps -- the source stays the same one, however often it is made anew.
  }, [])
  return found
}
