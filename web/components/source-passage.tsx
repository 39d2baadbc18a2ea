'use client'

import { ExternalLink } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Passage } from '../../src/contracts/documents.ts'
import { cutPassage } from '../lib/cut-passage.ts'
import { originalAddress } from '../lib/documents.ts'
import type { Source } from '../lib/sources.ts'
import { usePassage } from '../lib/use-passage.ts'
import { useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { SourcePlace } from './source-place.tsx'

/** The passage a footnote rests on, its quoted words highlighted and in view, and the way to the original. */
export function SourcePassage({ source }: { readonly source: Source }) {
  const { passage, problem, retry } = usePassage(source.documentId, source.passageId)
  return (
    <>
      <div className="grow overflow-y-auto px-5 py-4">
        <p className="font-serif text-lg leading-snug font-semibold [overflow-wrap:anywhere]">{source.title}</p>
        <SourcePlace page={passage?.page ?? source.page} pageEnd={passage?.page_end ?? null} heading={source.heading} />
        {problem !== null && <ProblemNotice problem={problem} onRetry={retry} />}
        {passage === null && problem === null && <Skeleton />}
        {passage !== null && <Highlighted passage={passage} source={source} />}
      </div>
      {passage !== null && <OriginalLink passage={passage} page={source.page ?? passage.page} />}
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
        <mark ref={mark} className="scroll-my-20 box-decoration-clone rounded-[0.2em] px-[0.1em] py-[0.1em]">
          {quote}
        </mark>
      )}
      {after}
    </p>
  )
}

function OriginalLink({ passage, page }: { readonly passage: Passage; readonly page: number | null }) {
  const messages = useMessages()
  return (
    <div className="border-t border-line px-5 py-3">
      <a
        href={originalAddress(passage.document_id, passage.version, page)}
        target="_blank"
        rel="noopener noreferrer"
        className="inline-flex items-center gap-1.5 rounded-sm py-1 text-sm font-medium text-accent hover:underline"
      >
        {page === null ? messages.source.openOriginal : messages.source.openOriginalAt(page)}
        <ExternalLink aria-hidden="true" className="size-4" />
        <span className="sr-only">{messages.source.opensInNewTab}</span>
      </a>
    </div>
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
