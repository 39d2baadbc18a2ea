import { Fragment, type ReactNode, useMemo } from 'react'
import type { Source } from '../lib/sources.ts'
import { type AnswerBlock, type AnswerPiece, splitAnswer } from '../lib/split-answer.ts'
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

  function show(piece: AnswerPiece): ReactNode {
    if (piece.type === 'text') return piece.text
    if (piece.type === 'removed')
      return <em className="ml-1 text-[0.9375rem] text-ink-soft">{messages.answer.removedSentence}</em>
    const index = indexOf.get(piece.number)
    const source = index === undefined ? undefined : sources[index]
    if (index === undefined || source === undefined) return null
    const opened = openedIndex === index
    return <FootnoteButton source={source} number={piece.number} opened={opened} onOpen={() => onOpen(index)} />
  }

  const showAll = (pieces: readonly AnswerPiece[]) =>
    pieces.map((piece, position) => (
      // Blocks, items and pieces only ever grow at the end, so their position identifies them.
      // oxlint-disable-next-line react/no-array-index-key
      <Fragment key={position}>{show(piece)}</Fragment>
    ))
  return (
    <div className="mt-3 space-y-3 text-[1.0625rem] leading-[1.7] [overflow-wrap:anywhere]">
      {splitAnswer(turn.text, known, isRunning(turn)).map((block, position) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Block key={position} block={block} showAll={showAll} />
      ))}
    </div>
  )
}

interface BlockProps {
  readonly block: AnswerBlock
  readonly showAll: (pieces: readonly AnswerPiece[]) => ReactNode
}

function Block({ block, showAll }: BlockProps) {
  if (block.type === 'paragraph') return <p>{showAll(block.pieces)}</p>
  // oxlint-disable-next-line react/no-array-index-key
  const items = block.items.map((pieces, position) => <li key={position}>{showAll(pieces)}</li>)
  if (block.start === null) return <ul className="list-disc space-y-1 pl-6 marker:text-ink-soft">{items}</ul>
  return (
    <ol start={block.start} className="list-decimal space-y-1 pl-7 marker:text-ink-soft">
      {items}
    </ol>
  )
}
