'use client'

import { Download, ExternalLink } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useEffect, useRef, useState } from 'react'
import type { Passage } from '../../src/contracts/documents.ts'
import { cutPassage } from '../lib/cut-passage.ts'
import { originalAddress } from '../lib/documents.ts'
import type { Source } from '../lib/sources.ts'
import { usePassage } from '../lib/use-passage.ts'
import { NO_PAGE, useRectangles } from '../lib/use-rectangles.ts'
import { useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { SourcePlace } from './source-place.tsx'
import { Button } from './ui/button.tsx'

const PDF = 'application/pdf'

/** The viewer is large, and most answers are read without it. */
const PdfView = dynamic(() => import('./pdf-view.tsx').then((module) => module.PdfView), { ssr: false })

/** The passage a footnote rests on, its quoted words highlighted and in view: on its page where there is one, else as text. */
export function SourcePassage({ source }: { readonly source: Source }) {
  const messages = useMessages()
  const { passage, problem, retry } = usePassage(source)
  const rectangles = useRectangles(source)
  const [asText, setAsText] = useState(false)
  const page = source.page ?? passage?.page ?? null
  const hasPage = page !== null && passage?.media_type === PDF && rectangles !== NO_PAGE
  return (
    <>
      <div className="grow overflow-y-auto px-5 py-4">
        <p className="font-serif text-lg leading-snug font-semibold [overflow-wrap:anywhere]">{source.title}</p>
        <SourcePlace page={passage?.page ?? source.page} pageEnd={passage?.page_end ?? null} heading={source.heading} />
        {problem !== null && <ProblemNotice problem={problem} onRetry={retry} />}
        {passage === null && problem === null && <Skeleton />}
        {hasPage && !asText && (
          <PdfView
            address={originalAddress(source.documentId, source.version, null)}
            citedPage={page}
            rectangles={rectangles}
            onFailed={() => setAsText(true)}
          />
        )}
        {passage !== null && (asText || !hasPage) && <Highlighted passage={passage} source={source} />}
      </div>
      {passage !== null && (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 border-t border-line px-5 py-2.5">
          <OriginalLinks passage={passage} page={page} />
          {hasPage && (
            <Button look="quiet" onClick={() => setAsText(!asText)} className="-mr-2 ml-auto">
              {asText ? messages.source.showPage : messages.source.showText}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

function Highlighted({ passage, source }: { readonly passage: Passage; readonly source: Source }) {
  const mark = useRef<HTMLElement>(null)
  const { before, quote, after } = cutPassage(passage, source.cited)
  useEffect(() => {
    mark.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <p className="mt-4 font-serif leading-[1.7] whitespace-pre-line [overflow-wrap:anywhere]">
      {before}
      {quote !== '' && (
        <mark ref={mark} className="scroll-my-40 box-decoration-clone rounded-[0.2em] px-[0.1em] py-[0.1em]">
          {quote}
        </mark>
      )}
      {after}
    </p>
  )
}

const LINK = 'inline-flex min-h-8 items-center gap-1.5 rounded-sm text-sm font-medium text-accent hover:underline'

function OriginalLinks({ passage, page }: { readonly passage: Passage; readonly page: number | null }) {
  const messages = useMessages()
  const { document_id: id, version, title } = passage
  return (
    <>
      <a href={originalAddress(id, version, page)} target="_blank" rel="noopener noreferrer" className={LINK}>
        {page === null ? messages.source.openOriginal : messages.source.openOriginalAt(page)}
        <ExternalLink aria-hidden="true" className="size-4" />
        <span className="sr-only">{messages.source.opensInNewTab}</span>
      </a>
      <a
        href={originalAddress(id, version, null)}
        download={title}
        aria-label={messages.source.download}
        title={messages.source.download}
        className="grid size-8 place-items-center rounded-lg text-accent hover:bg-sunken"
      >
        <Download aria-hidden="true" className="size-4" />
      </a>
    </>
  )
}

function Skeleton() {
  const messages = useMessages()
  return (
    <output className="mt-5 block space-y-3">
      <span className="sr-only">{messages.source.loading}</span>
      <span className="block h-3 rounded bg-sunken" />
      <span className="block h-3 rounded bg-sunken" />
      <span className="block h-3 w-2/3 rounded bg-sunken" />
    </output>
  )
}
