import { FileQuestion } from 'lucide-react'
import type { Turn } from '../lib/turn.ts'
import { useMessages } from './preferences-provider.tsx'

/** The documents do not hold the answer: said plainly, with what to do next. */
export function Abstention({ turn }: { readonly turn: Turn }) {
  const messages = useMessages()
  const near = (turn.answer?.nearest_passages.length ?? 0) > 0
  const unreadable = turn.answer?.unreadable_documents
  return (
    <div className="mt-4 flex gap-3.5 rounded-xl border border-line bg-sunken p-4 sm:p-5">
      <FileQuestion aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-fair" />
      <div>
        <p className="font-medium">{messages.answer.abstained}</p>
        <p className="mt-1 text-sm leading-relaxed text-ink-soft">
          {near ? messages.answer.abstainedLead : messages.answer.abstainedEmpty}
        </p>
        {unreadable !== undefined && (
          <p className="mt-2 text-sm leading-relaxed text-ink-soft">{messages.answer.unreadable(unreadable)}</p>
        )}
      </div>
    </div>
  )
}
