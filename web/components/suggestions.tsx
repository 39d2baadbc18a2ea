import { ArrowUpRight } from 'lucide-react'
import { SUGGESTED_QUESTIONS } from '../lib/suggested-questions.ts'
import { useMessages } from './preferences-provider.tsx'

export function Suggestions({ onPick }: { readonly onPick: (question: string) => void }) {
  const messages = useMessages()
  return (
    <section aria-labelledby="suggestions" className="mt-8 pb-12">
      <h2 id="suggestions" className="text-sm text-ink-soft">
        {messages.ask.suggestions}
      </h2>
      <ul className="mt-2 divide-y divide-line border-y border-line">
        {SUGGESTED_QUESTIONS.map((question) => (
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
