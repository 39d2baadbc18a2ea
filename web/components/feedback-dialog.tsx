'use client'

import { type SubmitEvent, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import type { FeedbackReason } from '../../src/contracts/feedback.ts'
import { giveFeedback } from '../lib/conversations.ts'
import { problemOf } from '../lib/problem.ts'
import type { Turn } from '../lib/turn.ts'
import { useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { Button } from './ui/button.tsx'
import { Dialog } from './ui/dialog.tsx'
import { FormField, TextArea } from './ui/form-field.tsx'
import { useToast } from './ui/toast-provider.tsx'

/** The reasons of the contract, which holds them as a value only together with its schemas. */
const REASONS: readonly FeedbackReason[] = ['wrong', 'incomplete', 'outdated', 'bad-source', 'other']
/** The same limit as the server's. */
const MAXIMUM_LENGTH = 2_000

interface FeedbackDialogProps {
  readonly answerId: string
  readonly before: Turn['feedback']
  readonly onRated: (feedback: Turn['feedback']) => void
  readonly onClose: () => void
}

/** What was wrong with an answer: one of a few reasons, and words if one likes. Neither is asked for. */
export function FeedbackDialog({ answerId, before, onRated, onClose }: FeedbackDialogProps) {
  const messages = useMessages()
  const { feedback } = messages
  const toast = useToast()
  const [reason, setReason] = useState<FeedbackReason | null>(before?.reason ?? null)
  const [text, setText] = useState(before?.text ?? '')
  const [problem, setProblem] = useState<Problem | null>(null)
  const send = async () => {
    const words = text.trim()
    try {
      await giveFeedback(answerId, {
        rating: 'down',
        ...(reason === null ? {} : { reason }),
        ...(words === '' ? {} : { text: words }),
      })
      onRated({ rating: 'down', reason, text: words === '' ? null : words })
      toast(feedback.thanks)
      onClose()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void send()
  }
  return (
    <Dialog title={feedback.title} lead={feedback.lead} onClose={onClose}>
      <form onSubmit={submit} className="mt-5 space-y-5">
        <ReasonChoice reason={reason} onChange={setReason} />
        <FormField
          label={feedback.words}
          hint={feedback.wordsHint}
          control={(control) => (
            <TextArea
              {...control}
              rows={3}
              value={text}
              maxLength={MAXIMUM_LENGTH}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        />
        {problem !== null && <ProblemNotice problem={problem} onRetry={() => void send()} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{messages.dialog.cancel}</Button>
          <Button type="submit" look="primary">
            {feedback.send}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface ReasonChoiceProps {
  readonly reason: FeedbackReason | null
  readonly onChange: (reason: FeedbackReason) => void
}

function ReasonChoice({ reason, onChange }: ReasonChoiceProps) {
  const { feedback } = useMessages()
  return (
    <fieldset>
      <legend className="text-sm font-medium">{feedback.reason}</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {REASONS.map((one) => (
          <label
            key={one}
            className="cursor-pointer rounded-full border border-edge px-3.5 py-1.5 text-sm hover:bg-sunken has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="reason"
              value={one}
              checked={reason === one}
              onChange={() => onChange(one)}
              className="sr-only"
            />
            {feedback.reasons[one]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
