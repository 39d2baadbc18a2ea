'use client'

import { useEffect, useRef, useState } from 'react'
import { sourcesOf } from '../lib/sources.ts'
import { isRunning, type Turn } from '../lib/turn.ts'
import { usePreparedSource } from '../lib/use-prepared-source.ts'
import { AnswerActions } from './answer-actions.tsx'
import { EditQuestion } from './edit-question.tsx'
import { useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { SourceList } from './source-list.tsx'
import { TurnAnswer } from './turn-answer.tsx'
import { UnderstoodChips } from './understood-chips.tsx'
import { WorkingLine } from './working-line.tsx'

interface TurnViewProps {
  readonly turn: Turn
  /** The newest one; only its question can be changed, because later ones build on the earlier. */
  readonly latest: boolean
  readonly maximumLength: number
  /** Which of its sources stands open beside it, or null. */
  readonly openedIndex: number | null
  readonly onOpen: (index: number) => void
  /** Ask this in place of the question. `interpret` false: for the words as they are. */
  readonly onReplace: (question: string, interpret: boolean) => void
  readonly onRated: (feedback: Turn['feedback']) => void
}

/** One question and its answer. */
export function TurnView(props: TurnViewProps) {
  const { turn, latest, maximumLength, openedIndex, onOpen, onReplace, onRated } = props
  const messages = useMessages()
  const heading = useRef<HTMLDivElement>(null)
  const [editing, setEditing] = useState(false)
  useEffect(() => {
    if (latest) heading.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })
    // oxlint-disable-next-line react/exhaustive-deps -- only when it appears.
  }, [])
  usePreparedSource(turn, latest)
  const retry = () => onReplace(turn.question, true)

  return (
    <article
      aria-busy={isRunning(turn)}
      // The newest one fills the screen, so that its question can stand at the top while the answer grows.
      className={`border-line not-first:mt-10 not-first:border-t not-first:pt-8 ${latest ? 'min-h-[calc(100dvh-17rem)] not-first:min-h-[calc(100dvh-14rem)] print:min-h-0' : ''}`}
    >
      <div ref={heading}>
        {editing ? (
          <EditQuestion
            question={turn.question}
            maximumLength={maximumLength}
            onAsk={(question) => {
              setEditing(false)
              onReplace(question, true)
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <h2 className="text-xl leading-snug font-semibold text-pretty whitespace-pre-wrap [overflow-wrap:anywhere]">
            {turn.question}
          </h2>
        )}
      </div>
      {turn.answer?.standalone_question !== undefined && (
        <p className="mt-1.5 text-sm text-ink-soft">{messages.answer.readAs(turn.answer.standalone_question)}</p>
      )}
      {turn.answer?.understood !== undefined && (
        <UnderstoodChips understood={turn.answer.understood} onRemove={() => onReplace(turn.question, false)} />
      )}
      {isRunning(turn) && turn.text === '' && <WorkingLine passages={turn.passages} />}
      <TurnAnswer turn={turn} openedIndex={openedIndex} onOpen={onOpen} />
      {turn.problem !== null && <ProblemNotice key={turn.problem.requestId} problem={turn.problem} onRetry={retry} />}
      {!isRunning(turn) && turn.problem === null && (
        <AnswerActions
          turn={turn}
          onRated={onRated}
          onRetry={latest ? retry : null}
          onEdit={latest ? () => setEditing(true) : null}
        />
      )}
      {/* Only below a finished answer: under a growing one the list would keep moving away from the pointer. */}
      {!isRunning(turn) && sourcesOf(turn).length > 0 && (
        <SourceList turn={turn} openedIndex={openedIndex} onOpen={onOpen} />
      )}
    </article>
  )
}
