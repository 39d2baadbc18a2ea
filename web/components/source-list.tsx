import { useId } from 'react'
import { prepareSource } from '../lib/read-source.ts'
import { sourcesOf } from '../lib/sources.ts'
import type { Turn } from '../lib/turn.ts'
import { useMessages } from './preferences-provider.tsx'
import { SourcePlace } from './source-place.tsx'
import { DocumentName } from './ui/breakable.tsx'

interface SourceListProps {
  readonly turn: Turn
  readonly openedIndex: number | null
  readonly onOpen: (index: number) => void
}

/** The footnotes in full below the answer: document, place, words. The whole entry opens the source. */
export function SourceList({ turn, openedIndex, onOpen }: SourceListProps) {
  const messages = useMessages()
  const heading = useId()
  const sources = sourcesOf(turn)
  const [first] = sources
  return (
    <section aria-labelledby={heading} className="mt-6">
      <h3 id={heading} className="text-sm font-medium text-ink-soft">
        {first?.number === null ? messages.answer.nearest : messages.answer.sources}
      </h3>
      <ol className="mt-1 -mx-3">
        {sources.map((source, index) => (
          <li
            key={source.number ?? source.passageId}
            className={`relative flex gap-3 rounded-lg px-3 py-2.5 hover:bg-sunken ${openedIndex === index ? 'bg-accent-soft' : ''}`}
          >
            {source.number !== null && (
              <span aria-hidden="true" className="w-4 shrink-0 text-sm font-semibold text-accent tabular-nums">
                {source.number}
              </span>
            )}
            <div className="min-w-0">
              <button
                type="button"
                onClick={() => onOpen(index)}
                onPointerEnter={() => prepareSource(source)}
                onFocus={() => prepareSource(source)}
                aria-expanded={openedIndex === index}
                className="min-h-6 text-left text-sm font-medium before:absolute before:inset-0 before:rounded-lg hover:underline"
              >
                <DocumentName name={source.title} />
              </button>
              {turn.changed.documentIds.has(source.documentId) && (
                <span className="ml-2 rounded-full bg-fair-soft px-2 py-0.5 text-xs text-fair">
                  {messages.source.changed}
                </span>
              )}
              <SourcePlace page={source.page} heading={source.heading} />
              <blockquote className="mt-1 line-clamp-3 font-serif text-[0.9375rem] leading-relaxed text-ink-soft [overflow-wrap:anywhere]">
                {source.number === null ? source.excerpt : <q>{source.excerpt}</q>}
              </blockquote>
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
