'use client'

import { Check, Copy, Pencil, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { answerForCopying } from '../lib/answer-for-copying.ts'
import type { Turn } from '../lib/turn.ts'
import { Feedback } from './feedback.tsx'
import { useMessages } from './preferences-provider.tsx'
import { ShareAction } from './share-action.tsx'

const ACTION =
  'inline-flex items-center gap-1.5 rounded-md px-2 py-1.5 text-sm text-ink-soft hover:bg-sunken hover:text-ink'

interface AnswerActionsProps {
  readonly turn: Turn
  readonly onRated: (feedback: Turn['feedback']) => void
  /** Both are null for questions that later ones build on. */
  readonly onRetry: (() => void) | null
  readonly onEdit: (() => void) | null
}

/** What one can do with a finished answer. */
export function AnswerActions({ turn, onRated, onRetry, onEdit }: AnswerActionsProps) {
  const messages = useMessages()
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no')
  const copy = () => {
    // The clipboard is missing on pages that are not served over HTTPS or from this computer.
    const written =
      navigator.clipboard?.writeText(answerForCopying(turn, messages)) ?? Promise.reject(new Error('no clipboard'))
    written.then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    )
  }
  const words = { no: messages.answer.copy, yes: messages.answer.copied, refused: messages.answer.copyFailed }
  return (
    <div className="mt-3 -ml-2 flex flex-wrap items-center gap-1 print:hidden">
      {turn.text !== '' && turn.answer?.outcome !== 'abstained' && (
        <button type="button" onClick={copy} className={ACTION}>
          {copied === 'yes' ? (
            <Check aria-hidden="true" className="size-4 text-good" />
          ) : (
            <Copy aria-hidden="true" className="size-4" />
          )}
          <output>{words[copied]}</output>
        </button>
      )}
      {turn.answerId !== null && turn.answer !== null && <ShareAction answerId={turn.answerId} className={ACTION} />}
      {onRetry !== null && (
        <button type="button" onClick={onRetry} className={ACTION}>
          <RotateCcw aria-hidden="true" className="size-4" />
          {messages.answer.askAgain}
        </button>
      )}
      {onEdit !== null && (
        <button type="button" onClick={onEdit} className={ACTION}>
          <Pencil aria-hidden="true" className="size-4" />
          {messages.answer.edit}
        </button>
      )}
      {turn.answer !== null && <Feedback turn={turn} onRated={onRated} />}
    </div>
  )
}
