'use client'

import { ArrowUpRight } from 'lucide-react'
import Link from 'next/link'
import type { Library } from '../lib/use-library.ts'
import { useMessages } from './preferences-provider.tsx'

interface SuggestionsProps {
  readonly library: Library
  readonly onPick: (question: string) => void
}

/** Questions that the library can answer, or where to fill it when it is empty. */
export function Suggestions({ library, onPick }: SuggestionsProps) {
  const { ask } = useMessages()
  if (library.empty) {
    return (
      <p className="mt-8 rounded-xl border border-line bg-surface px-5 py-4 leading-relaxed">
        {ask.emptyLibrary}{' '}
        <Link
          href="/documents"
          prefetch={false}
          className="font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
        >
          {ask.fillLibrary}
        </Link>
      </p>
    )
  }
  if (library.suggestions.length === 0) return null
  const questions = library.suggestions.map(({ title, heading }) => ask.suggestion(title, heading))
  return (
    <section aria-labelledby="suggestions" className="mt-8 pb-12">
      <h2 id="suggestions" className="text-sm text-ink-soft">
        {ask.suggestions}
      </h2>
      <ul className="mt-2 divide-y divide-line border-y border-line">
        {questions.map((question) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onPick(question)}
              className="group flex w-full items-center justify-between gap-4 py-3 text-left hover:text-accent"
            >
              {question}
              <ArrowUpRight aria-hidden="true" className="size-4 shrink-0 text-ink-soft group-hover:text-accent" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
