import { useEffect, useRef } from 'react'
import type { QuoteRectangles } from '../../src/contracts/documents.ts'

/** A little more than the letters, so that the colour does not touch them. */
const RIM_IN_POINTS = 1.5

/** Rectangles over a page, in shares of its size, so that they fit at every width. The first is brought into view. */
export function PageHighlight({ rectangles }: { readonly rectangles: QuoteRectangles }) {
  const first = useRef<HTMLSpanElement>(null)
  const { page_width: width, page_height: height } = rectangles
  useEffect(() => {
    first.current?.scrollIntoView({ block: 'center' })
  }, [])
  if (width === null || height === null) return null
  return (
    <span aria-hidden="true" data-precision={rectangles.precision} className="page-highlight absolute inset-0">
      {rectangles.rectangles.map((box, index) => (
        <span
          key={`${box.x} ${box.y}`}
          ref={index === 0 ? first : null}
          className="absolute rounded-[2px] bg-[#ffd83b]/45 ring-1 ring-[#b98900]/50"
          style={{
            left: share(box.x - RIM_IN_POINTS, width),
            top: share(box.y - RIM_IN_POINTS, height),
            width: share(box.width + 2 * RIM_IN_POINTS, width),
            height: share(box.height + 2 * RIM_IN_POINTS, height),
          }}
        />
      ))}
    </span>
  )
}

function share(points: number, whole: number): string {
  return `${(100 * points) / whole}%`
}
