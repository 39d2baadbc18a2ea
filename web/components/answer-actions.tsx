'use client'

import { Check, Copy, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { answerForCopying } from '../lib/answer-for-copying.ts'
import type { Turn } from '../lib/turn.ts'
import { useMessages } from './preferences-provider.tsx'

const ACTION =
  'inline-flex items-center gap-1.5 rounded-md px-2 py-1.5 text-sm text-ink-soft hover:bg-sunken hover:text-ink'

interface AnswerActionsProps {
  readonly turn: Turn
  readonly onRetry: () => void
}

/** What one can do with a finished answer. */
export function AnswerActions({ turn, onRetry }: AnswerActionsProps) {
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
    <div className="mt-3 -ml-2 flex flex-wrap items-center gap-1">
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
      <button type="button" onClick={onRetry} className={ACTION}>
        <RotateCcw aria-hidden="true" className="size-4" />
        {messages.answer.askAgain}
      </button>
    </div>
  )
}
