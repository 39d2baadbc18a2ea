import { CircleAlert, CircleCheck, CircleDot } from 'lucide-react'
import type { AnswerEnvelope } from '../../src/contracts/orchestration.ts'
import type { Messages } from '../messages/en.ts'
import { useMessages } from './preferences-provider.tsx'

const LOOKS = {
  high: { icon: CircleCheck, colours: 'bg-good-soft text-good' },
  medium: { icon: CircleDot, colours: 'bg-fair-soft text-fair' },
  low: { icon: CircleAlert, colours: 'bg-poor-soft text-poor' },
} as const

/** How sure the answer is, in words and colour, and whether a model wrote it. */
export function ConfidenceChip({ answer }: { readonly answer: AnswerEnvelope }) {
  const messages = useMessages()
  const { icon: Icon, colours } = LOOKS[answer.confidence_level]
  const percent = Math.round(answer.confidence * 100)
  return (
    <div className="mt-5 flex flex-wrap items-center gap-x-3 gap-y-2 text-sm text-ink-soft">
      <p
        title={messages.confidence.explain(percent)}
        className={`inline-flex items-center gap-1.5 rounded-full py-1 pr-3 pl-2 font-medium ${colours}`}
      >
        <Icon aria-hidden="true" className="size-4" />
        {messages.confidence[answer.confidence_level]}
        <span className="font-normal tabular-nums">{percent} %</span>
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
