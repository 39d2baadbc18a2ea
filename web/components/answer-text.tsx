import { useMemo } from 'react'
import type { Source } from '../lib/sources.ts'
import { splitAnswer } from '../lib/split-answer.ts'
import { isRunning, type Turn } from '../lib/turn.ts'
import { FootnoteButton } from './footnote-button.tsx'
import { useMessages } from './preferences-provider.tsx'

interface AnswerTextProps {
  readonly turn: Turn
  readonly sources: readonly Source[]
  readonly openedIndex: number | null
  readonly onOpen: (index: number) => void
}

/** The answer's words with their footnotes as buttons. */
export function AnswerText({ turn, sources, openedIndex, onOpen }: AnswerTextProps) {
  const messages = useMessages()
  const indexOf = useMemo(() => new Map(sources.map((source, index) => [source.number, index])), [sources])
  const known = new Set(turn.citations.map((citation) => citation.number))
  const paragraphs = splitAnswer(turn.text, known, isRunning(turn))
  return (
    <div className="mt-3 space-y-3 text-[1.0625rem] leading-[1.7] [overflow-wrap:anywhere]">
      {paragraphs.map((pieces, paragraph) => (
        // Paragraphs and pieces only ever grow at the end, so their position identifies them.
        // oxlint-disable-next-line react/no-array-index-key
        <p key={paragraph}>
          {pieces.map((piece, position) => {
            if (piece.type === 'text') return piece.text
            if (piece.type === 'removed') {
              return (
                // oxlint-disable-next-line react/no-array-index-key
                <em key={position} className="ml-1 text-[0.9375rem] text-ink-soft">
                  {messages.answer.removedSentence}
                </em>
              )
            }
            const index = indexOf.get(piece.number)
            const source = index === undefined ? undefined : sources[index]
            if (index === undefined || source === undefined) return null
            return (
              <FootnoteButton
                // oxlint-disable-next-line react/no-array-index-key
                key={position}
                source={source}
                number={piece.number}
                opened={openedIndex === index}
                onOpen={() => onOpen(index)}
              />
            )
          })}
        </p>
      ))}
    </div>
  )
}
