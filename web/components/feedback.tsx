'use client'

import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useState } from 'react'
import { giveFeedback } from '../lib/conversations.ts'
import type { Turn } from '../lib/turn.ts'
import { FeedbackDialog } from './feedback-dialog.tsx'
import { useMessages } from './preferences-provider.tsx'
import { IconButton } from './ui/icon-button.tsx'
import { useToast } from './ui/toast-provider.tsx'

interface FeedbackProps {
  readonly turn: Turn
  readonly onRated: (feedback: Turn['feedback']) => void
}

/** Two thumbs: up is sent at once, down asks what was wrong. What was said last is shown and can be changed. */
export function Feedback({ turn, onRated }: FeedbackProps) {
  const { feedback } = useMessages()
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  const { answerId } = turn
  if (answerId === null) return null
  const praise = async () => {
    try {
      await giveFeedback(answerId, { rating: 'up' })
      onRated({ rating: 'up', reason: null, text: null })
      toast(feedback.thanks)
    } catch {
      toast(feedback.failed)
    }
  }
  return (
    <span className="inline-flex">
      <IconButton
        label={feedback.up}
        icon={ThumbsUp}
        aria-pressed={turn.feedback?.rating === 'up'}
        onClick={() => void praise()}
      />
      <IconButton
        label={feedback.down}
        icon={ThumbsDown}
        aria-pressed={turn.feedback?.rating === 'down'}
        onClick={() => setAsking(true)}
      />
      {asking && (
        <FeedbackDialog answerId={answerId} before={turn.feedback} onRated={onRated} onClose={() => setAsking(false)} />
      )}
    </span>
  )
}
