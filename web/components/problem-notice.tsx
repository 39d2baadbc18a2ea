'use client'

import { TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import { problemWords } from '../lib/problem.ts'
import { useCountdown } from '../lib/use-countdown.ts'
import { useMessages } from './preferences-provider.tsx'

interface ProblemNoticeProps {
  readonly problem: Problem
  /** Null where something else on the screen tries again. */
  readonly onRetry: (() => void) | null
  /** What to say in place of the detail. */
  readonly children?: ReactNode
}

/** An error in the server's own words, with the request id to quote and a retry that respects the wait it asked for. */
export function ProblemNotice({ problem, onRetry, children = null }: ProblemNoticeProps) {
  const messages = useMessages()
  const words = problemWords(problem, messages)
  return (
    <div role="alert" className="mt-4 flex gap-3.5 rounded-xl border border-line bg-poor-soft p-4 sm:p-5">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-poor" />
      <div className="min-w-0">
        <p className="font-medium text-poor [overflow-wrap:anywhere]">{words.title}</p>
        {children ?? <p className="mt-1 text-sm leading-relaxed [overflow-wrap:anywhere]">{words.detail}</p>}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 not-empty:mt-3">
          {onRetry !== null && <RetryButton problem={problem} onRetry={onRetry} />}
          {problem.requestId !== null && (
            <p className="text-xs text-ink-soft [overflow-wrap:anywhere]">
              {messages.problem.requestId} <code className="select-all">{problem.requestId}</code>
            </p>
          )}
        </div>
      </div>
    </div>
  )
}

interface RetryButtonProps {
  readonly problem: Problem
  readonly onRetry: () => void
}

/** Says that it is being tried again until the problem is gone or another one; it keeps the focus meanwhile. */
function RetryButton({ problem, onRetry }: RetryButtonProps) {
  const { problem: texts } = useMessages()
  const [tried, setTried] = useState<Problem | null>(null)
  const wait = useCountdown(problem.retryAfterInSeconds ?? 0, problem)
  const isTrying = tried === problem
  const retry = () => {
    if (isTrying || wait > 0) return
    setTried(problem)
    onRetry()
  }
  return (
    <button
      type="button"
      onClick={retry}
      aria-disabled={isTrying || wait > 0}
      className="rounded-lg border border-edge bg-surface px-3 py-1.5 text-sm font-medium tabular-nums hover:bg-sunken aria-disabled:text-ink-soft"
    >
      {isTrying ? texts.retrying : wait > 0 ? texts.retryIn(wait) : texts.retry}
    </button>
  )
}
