'use client'

import { CircleAlert, CircleCheck, CircleDot } from 'lucide-react'
import type { AnswerEnvelope } from '../../src/contracts/orchestration.ts'
import type { Messages } from '../messages/en.ts'
import { useFormats, useMessages } from './preferences-provider.tsx'

const LOOKS = {
  high: { icon: CircleCheck, words: 'text-good', bar: 'bg-good' },
  medium: { icon: CircleDot, words: 'text-fair', bar: 'bg-fair' },
  low: { icon: CircleAlert, words: 'text-poor', bar: 'bg-poor' },
} as const
const STEPS = 10
/** Nobody is ever quite sure: a number that rounds to 100 % would say so. */
const MOST_SHOWN = 0.99

/** How sure the answer is, in words, as a bar and as a number, and whether a model wrote it. */
export function ConfidenceGauge({ answer }: { readonly answer: AnswerEnvelope }) {
  const messages = useMessages()
  const formats = useFormats()
  const { icon: Icon, words, bar } = LOOKS[answer.confidence_level]
  const shown = Math.min(answer.confidence, MOST_SHOWN)
  const filled = Math.round(answer.confidence * STEPS)
  return (
    <div className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-ink-soft">
      <p title={messages.confidence.explain(Math.round(shown * 100))} className="inline-flex items-center gap-2.5">
        <span className={`inline-flex items-center gap-1.5 font-medium ${words}`}>
          <Icon aria-hidden="true" className="size-4" />
          {messages.confidence[answer.confidence_level]}
        </span>
        <span aria-hidden="true" className="flex gap-0.5">
          {Array.from({ length: STEPS }, (_, step) => (
            // oxlint-disable-next-line react/no-array-index-key -- the steps of a scale never move.
            <i key={step} className={`h-2.5 w-1.5 rounded-[1px] ${step < filled ? bar : 'border border-edge'}`} />
          ))}
        </span>
        <span className="tabular-nums">{formats.percent(shown)}</span>
      </p>
      <p>{madeBy(answer.made_by, messages)}</p>
    </div>
  )
}

function madeBy(made: AnswerEnvelope['made_by'], messages: Messages): string {
  const { mode, model, fallback_reason: reason } = made
  if (mode === 'model')
    return reason === null ? messages.answer.written(model) : messages.answer.writtenInstead(model, reason)
  return reason === null ? messages.answer.quoted : messages.answer.fallback(reason)
}
