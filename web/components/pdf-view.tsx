'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Page } from 'react-pdf'
import 'react-pdf/dist/Page/TextLayer.css'
import type { QuoteRectangles } from '../../src/contracts/documents.ts'
import { usePdf } from '../lib/use-pdf.ts'
import { useWidth } from '../lib/use-width.ts'
import { PageHighlight } from './page-highlight.tsx'
import { useMessages } from './preferences-provider.tsx'
import { IconButton } from './ui/icon-button.tsx'

interface PdfViewProps {
  readonly address: string
  readonly citedPage: number
  /** Null while the words are looked for; the page is shown meanwhile. */
  readonly rectangles: QuoteRectangles | null
  /** The file could not be shown. */
  readonly onFailed: () => void
}

/** A page of a PDF with the cited words highlighted; the pages around it can be turned to. */
export function PdfView({ address, citedPage, rectangles, onFailed }: PdfViewProps) {
  const messages = useMessages()
  const [frame, width] = useWidth<HTMLDivElement>()
  const pdf = usePdf(address, onFailed)
  const [turnedTo, setTurnedTo] = useState<number | null>(null)
  // A citation of several pages names the first; where its words are found says it exactly.
  const cited = rectangles?.page ?? citedPage
  const page = turnedTo ?? cited
  const skeleton = <PageSkeleton />
  return (
    <div className="mt-3">
      {pdf !== null && (
        <div className="mb-1 flex items-center justify-end gap-1 text-sm text-ink-soft">
          <IconButton
            label={messages.source.previousPage}
            icon={ChevronLeft}
            disabled={page <= 1}
            onClick={() => setTurnedTo(page - 1)}
          />
          <span className="tabular-nums">{messages.source.pageOf(page, pdf.numPages)}</span>
          <IconButton
            label={messages.source.nextPage}
            icon={ChevronRight}
            disabled={page >= pdf.numPages}
            onClick={() => setTurnedTo(page + 1)}
          />
        </div>
      )}
      {/* Paper is white in every appearance: what is printed on it has its own colours. */}
      <div ref={frame} className="pdf-paper overflow-hidden rounded-lg border border-line bg-white text-black">
        {width === null || pdf === null ? (
          skeleton
        ) : (
          <Page
            pdf={pdf}
            pageNumber={page}
            width={width}
            suspense={false}
            renderAnnotationLayer={false}
            loading={skeleton}
            error={skeleton}
            onLoadError={onFailed}
            onRenderError={onFailed}
          >
            {page === cited && rectangles !== null && <PageHighlight rectangles={rectangles} />}
          </Page>
        )}
      </div>
    </div>
  )
}

function PageSkeleton() {
  const messages = useMessages()
  return (
    <output className="block space-y-3 p-8">
      <span className="sr-only">{messages.source.loading}</span>
      <span className="block h-3 rounded bg-black/10" />
      <span className="block h-3 rounded bg-black/10" />
      <span className="block h-3 w-2/3 rounded bg-black/10" />
    </output>
  )
}
