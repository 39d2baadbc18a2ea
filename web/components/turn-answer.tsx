import { History, TriangleAlert } from 'lucide-react'
import { sourcesOf } from '../lib/sources.ts'
import type { Turn } from '../lib/turn.ts'
import { Abstention } from './abstention.tsx'
import { AnswerBanner } from './answer-banner.tsx'
import { AnswerText } from './answer-text.tsx'
import { ConfidenceGauge } from './confidence-gauge.tsx'
import { useMessages } from './preferences-provider.tsx'

interface TurnAnswerProps {
  readonly turn: Turn
  /** Which of its sources stands open beside it, or null. */
  readonly openedIndex: number | null
  readonly onOpen: (index: number) => void
}

/** The words of the answer, with what to know before one relies on them. */
export function TurnAnswer({ turn, openedIndex, onOpen }: TurnAnswerProps) {
  const messages = useMessages()
  const { answer, phase, changed } = turn
  const isChanged = changed.gone || changed.documentIds.size > 0
  return (
    <>
      {isChanged && (
        <AnswerBanner icon={History}>
          {changed.gone ? messages.answer.sourcesGone : messages.answer.sourcesChanged}
        </AnswerBanner>
      )}
      {answer?.outcome === 'answered' && answer.confidence_level === 'low' && (
        <AnswerBanner icon={TriangleAlert}>{messages.answer.lowConfidence}</AnswerBanner>
      )}
      {answer?.outcome === 'abstained' ? (
        <Abstention turn={turn} />
      ) : (
        <AnswerText turn={turn} sources={sourcesOf(turn)} openedIndex={openedIndex} onOpen={onOpen} />
      )}
      {phase === 'stopped' && <p className="mt-4 text-sm text-ink-soft italic">{messages.answer.stopped}</p>}
      {phase === 'failed' && turn.problem === null && (
        <p className="mt-4 text-sm text-ink-soft italic">{messages.answer.statusFailed}</p>
      )}
      {answer?.outcome === 'answered' && <ConfidenceGauge answer={answer} />}
    </>
  )
}
