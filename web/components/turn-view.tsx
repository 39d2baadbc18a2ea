'use client'

import { useEffect, useRef } from 'react'
import { sourcesOf } from '../lib/sources.ts'
import { isRunning, type Turn } from '../lib/turn.ts'
import { Abstention } from './abstention.tsx'
import { AnswerActions } from './answer-actions.tsx'
import { AnswerText } from './answer-text.tsx'
import { ConfidenceChip } from './confidence-chip.tsx'
import { useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { SourceList } from './source-list.tsx'
import { UnderstoodChips } from './understood-chips.tsx'
import { WorkingLine } from './working-line.tsx'

interface TurnViewProps {
  readonly turn: Turn
  readonly latest: boolean
  /** Which of its sources stands open beside it, or null. */
  readonly openedIndex: number | null
  readonly onOpen: (index: number) => void
  readonly onRetry: () => void
  /** Ask once more for the words as they are. */
  readonly onAsWritten: () => void
}

/** One question and its answer. */
export function TurnView({ turn, latest, openedIndex, onOpen, onRetry, onAsWritten }: TurnViewProps) {
  const messages = useMessages()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    heading.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }, [])
  const sources = sourcesOf(turn)
  const abstained = turn.answer?.outcome === 'abstained'

  return (
    <article
      aria-busy={isRunning(turn)}
      // The newest one fills the screen, so that its question can stand at the top while the answer grows.
      className={`border-line not-first:mt-10 not-first:border-t not-first:pt-8 ${latest ? 'min-h-[calc(100dvh-15rem)] not-first:min-h-[calc(100dvh-12rem)]' : ''}`}
    >
      <h2
        ref={heading}
        className="text-xl leading-snug font-semibold text-pretty whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        {turn.question}
      </h2>
      {turn.answer?.understood !== undefined && (
        <UnderstoodChips understood={turn.answer.understood} onRemove={onAsWritten} />
      )}
      {isRunning(turn) && turn.text === '' && <WorkingLine passages={turn.passages} />}
      {abstained ? (
        <Abstention turn={turn} />
      ) : (
        <AnswerText turn={turn} sources={sources} openedIndex={openedIndex} onOpen={onOpen} />
      )}
      {turn.phase === 'stopped' && <p className="mt-4 text-sm text-ink-soft italic">{messages.answer.stopped}</p>}
      {turn.problem !== null && <ProblemNotice key={turn.problem.requestId} problem={turn.problem} onRetry={onRetry} />}
      {turn.answer !== null && !abstained && <ConfidenceChip answer={turn.answer} />}
      {!isRunning(turn) && turn.problem === null && <AnswerActions turn={turn} onRetry={onRetry} />}
      {/* Only below a finished answer: under a growing one the list would keep moving away from the pointer. */}
      {!isRunning(turn) && sources.length > 0 && (
        <SourceList sources={sources} openedIndex={openedIndex} onOpen={onOpen} />
      )}
    </article>
  )
}
