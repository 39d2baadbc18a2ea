import { X } from 'lucide-react'
import type { Understood } from '../../src/contracts/understood.ts'
import { useMessages } from './preferences-provider.tsx'

interface UnderstoodChipsProps {
  readonly understood: Understood
  /** Ask once more for the words as they are. */
  readonly onRemove: () => void
}

const CHIP = 'inline-flex max-w-full items-center gap-1.5 rounded-full border border-line py-1 pl-3 text-left'

/** What was read from the question beyond its words: filters as chips, the rest as sentences, and a way to take it back. */
export function UnderstoodChips({ understood, onRemove }: UnderstoodChipsProps) {
  const messages = useMessages()
  const { filters, corrections, expansions, phrases, notes } = understood
  const sentences = [
    ...corrections.map(({ from, to }) => messages.understood.correction(from, to)),
    ...expansions.map(({ from, to }) => messages.understood.expansion(from, to)),
    ...phrases.map(messages.understood.phrase),
    ...notes.map((note) => messages.understood.notes[note]),
  ]
  if (filters.length === 0 && sentences.length === 0) return null
  // Asking for the words as they are takes all of it back: a cross on one of several would promise to keep the others.
  const isAlone = filters.length === 1 && sentences.length === 0
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-ink-soft">
      {filters.map(({ kind, label, value }) => {
        const text = messages.understood.filters[kind](label)
        return isAlone ? (
          <button
            key={`${kind} ${value}`}
            type="button"
            onClick={onRemove}
            aria-label={messages.understood.remove(text)}
            className={`${CHIP} pr-2 hover:border-edge hover:text-ink`}
          >
            <span className="truncate">{text}</span>
            <X aria-hidden="true" className="size-4 shrink-0" />
          </button>
        ) : (
          <p key={`${kind} ${value}`} className={`${CHIP} pr-3`}>
            <span className="truncate">{text}</span>
          </p>
        )
      })}
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {!isAlone && (
        <button type="button" onClick={onRemove} className="underline underline-offset-4 hover:text-ink">
          {messages.understood.asWritten}
        </button>
      )}
    </div>
  )
}
