'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Document, Page, pdfjs } from 'react-pdf'
import 'react-pdf/dist/Page/TextLayer.css'
import type { QuoteRectangles } from '../../src/contracts/documents.ts'
import { useWidth } from '../lib/use-width.ts'
import { PageHighlight } from './page-highlight.tsx'
import { useMessages } from './preferences-provider.tsx'
import { IconButton } from './ui/icon-button.tsx'

/** Where `copy-pdf-files.mjs` puts what the viewer loads. */
const FILES = `/_next/static/pdfjs-${pdfjs.version}`
pdfjs.GlobalWorkerOptions.workerSrc = `${FILES}/pdf.worker.min.mjs`

const OPTIONS = {
  // One for as long as the page is open: starting it takes longer than showing a document.
  worker: pdfjs.PDFWorker.create({}),
  cMapUrl: `${FILES}/cmaps/`,
  standardFontDataUrl: `${FILES}/standard_fonts/`,
  iccUrl: `${FILES}/iccs/`,
  wasmUrl: `${FILES}/wasm/`,
  // The policy of the pages lets no WebAssembly run; the decoders of rare images have copies without it.
  useWasm: false,
}

interface PdfViewProps {
  readonly address: string
  readonly rectangles: QuoteRectangles
  /** The file could not be shown. */
  readonly onFailed: () => void
}

/** A page of a PDF with the cited words highlighted; the pages around it can be turned to. */
export function PdfView({ address, rectangles, onFailed }: PdfViewProps) {
  const messages = useMessages()
  const [frame, width] = useWidth<HTMLDivElement>()
  const [pages, setPages] = useState<number | null>(null)
  const cited = rectangles.page ?? 1
  const [page, setPage] = useState(cited)
  const skeleton = <PageSkeleton />
  return (
    <div className="mt-3">
      {pages !== null && (
        <div className="mb-1 flex items-center justify-end gap-1 text-sm text-ink-soft">
          <IconButton
            label={messages.source.previousPage}
            icon={ChevronLeft}
            disabled={page <= 1}
            onClick={() => setPage(page - 1)}
          />
          <span className="tabular-nums">{messages.source.pageOf(page, pages)}</span>
          <IconButton
            label={messages.source.nextPage}
            icon={ChevronRight}
            disabled={page >= pages}
            onClick={() => setPage(page + 1)}
          />
        </div>
      )}
      {/* Paper is white in every appearance: what is printed on it has its own colours. */}
      <div ref={frame} className="pdf-paper overflow-hidden rounded-lg border border-line bg-white text-black">
        {width !== null && (
          <Document
            file={address}
            options={OPTIONS}
            suspense={false}
            loading={skeleton}
            noData={skeleton}
            error={skeleton}
            onLoadSuccess={({ numPages }) => setPages(numPages)}
            onLoadError={onFailed}
            onSourceError={onFailed}
          >
            <Page
              pageNumber={page}
              width={width}
              renderAnnotationLayer={false}
              loading={skeleton}
              error={skeleton}
              onRenderError={onFailed}
            >
              {page === cited && <PageHighlight rectangles={rectangles} />}
            </Page>
          </Document>
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
