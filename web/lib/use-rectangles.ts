import { useEffect, useState } from 'react'
import type { QuoteRectangles } from '../../src/contracts/documents.ts'
import { type QuotePlace, readRectangles } from './documents.ts'

export interface RectanglesLoad {
  /** Null while they are looked up, and where they could not be: the words are then shown as text. */
  readonly rectangles: QuoteRectangles | null
  readonly known: boolean
}

/** Look up where words stand on their page; null until it is known which words. */
export function useRectangles(place: QuotePlace | null): RectanglesLoad {
  const [loaded, setLoaded] = useState<RectanglesLoad>({ rectangles: null, known: false })
  const { documentId, version, start, end } = place ?? NOWHERE

  useEffect(() => {
    if (documentId === NOWHERE.documentId) return undefined
    const controller = new AbortController()
    readRectangles({ documentId, version, start, end }, controller.signal).then(
      (rectangles) => setLoaded({ rectangles, known: true }),
      () => {
        if (!controller.signal.aborted) setLoaded({ rectangles: null, known: true })
      },
    )
    return () => controller.abort()
  }, [documentId, version, start, end])
  return loaded
}

const NOWHERE: QuotePlace = { documentId: '', version: 0, start: 0, end: 0 }
