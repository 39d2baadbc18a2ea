import { prepareSource } from '../lib/read-source.ts'
import type { Source } from '../lib/sources.ts'
import { useMessages } from './preferences-provider.tsx'

interface FootnoteButtonProps {
  readonly source: Source
  readonly number: number
  readonly opened: boolean
  readonly onOpen: () => void
}

/** Keeps the number on the line of the word it belongs to. */
const WORD_JOINER = '\u2060'

/** A raised number inside the answer. The invisible rim makes it at least 24 px to hit. */
export function FootnoteButton({ source, number, opened, onOpen }: FootnoteButtonProps) {
  const messages = useMessages()
  return (
    <>
      {WORD_JOINER}
      <sup className="mr-px ml-0.5 align-[0.3em] text-[0.7em] leading-none">
        <button
          type="button"
          onClick={onOpen}
          onPointerEnter={() => prepareSource(source)}
          onFocus={() => prepareSource(source)}
          aria-label={messages.source.footnote(number, source.title, source.page)}
          aria-expanded={opened}
          title={source.title}
          className="relative inline-block min-w-[1.55em] rounded-[0.35em] bg-accent-soft px-1 py-[0.22em] text-center font-semibold text-accent tabular-nums before:absolute before:-inset-1.5 hover:bg-accent hover:text-on-accent aria-expanded:bg-accent aria-expanded:text-on-accent"
        >
          {number}
        </button>
      </sup>
    </>
  )
}
