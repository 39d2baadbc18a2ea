import { useEffect, useId } from 'react'
import type { Source } from '../lib/sources.ts'
import { useMessages } from './preferences-provider.tsx'
import { SourcePlace } from './source-place.tsx'

interface SourceListProps {
  readonly sources: readonly Source[]
  /** Documents that have a newer version than the cited one. */
  readonly changed: ReadonlySet<string>
  readonly openedIndex: number | null
  readonly onOpen: (index: number) => void
}

/** The footnotes in full below the answer: document, place, words. The whole entry opens the source. */
export function SourceList({ sources, changed, openedIndex, onOpen }: SourceListProps) {
  const messages = useMessages()
  const heading = useId()
  const hasPages = sources.some(({ page }) => page !== null)
  useEffect(() => {
    // So that the first source opens as fast as the others.
    if (hasPages) import('./pdf-view.tsx').catch(() => {})
  }, [hasPages])
  return (
    <section aria-labelledby={heading} className="mt-6">
      <h3 id={heading} className="text-sm font-medium text-ink-soft">
        {sources[0]?.number === null ? messages.answer.nearest : messages.answer.sources}
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
                aria-expanded={openedIndex === index}
                className="text-left text-sm font-medium before:absolute before:inset-0 before:rounded-lg hover:underline"
              >
                {source.title}
              </button>
              {changed.has(source.documentId) && (
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
