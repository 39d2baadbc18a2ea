import { X } from 'lucide-react'
import type { Understood } from '../../src/contracts/understood.ts'
import { messages } from '../lib/messages.ts'

interface UnderstoodChipsProps {
  readonly understood: Understood
  /** Ask once more for the words as they are. */
  readonly onRemove: () => void
}

/** What was read from the question beyond its words: filters as chips that can be removed, the rest as sentences. */
export function UnderstoodChips({ understood, onRemove }: UnderstoodChipsProps) {
  const { filters, corrections, expansions, phrases, notes } = understood
  const sentences = [
    ...corrections.map(({ from, to }) => messages.understood.correction(from, to)),
    ...expansions.map(({ from, to }) => messages.understood.expansion(from, to)),
    ...phrases.map(messages.understood.phrase),
    ...notes.map((note) => messages.understood.notes[note]),
  ]
  if (filters.length === 0 && sentences.length === 0) return null
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-ink-soft">
      {filters.map(({ kind, label, value }) => (
        <button
          key={`${kind} ${value}`}
          type="button"
          onClick={onRemove}
          aria-label={messages.understood.remove(messages.understood.filters[kind](label))}
          className="inline-flex max-w-full items-center gap-1.5 rounded-full border border-line py-1 pr-2 pl-3 text-left hover:text-ink"
        >
          <span className="truncate">{messages.understood.filters[kind](label)}</span>
          <X aria-hidden="true" className="size-4 shrink-0" />
        </button>
      ))}
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {filters.length === 0 && (
        <button type="button" onClick={onRemove} className="underline underline-offset-4 hover:text-ink">
          {messages.understood.asWritten}
        </button>
      )}
    </div>
  )
}
