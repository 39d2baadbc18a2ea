'use client'

import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
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
  const wait = useCountdown(problem.retryAfterInSeconds ?? 0)
  return (
    <div role="alert" className="mt-4 flex gap-3.5 rounded-xl border border-line bg-poor-soft p-4 sm:p-5">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-poor" />
      <div className="min-w-0">
        <p className="font-medium text-poor">{words.title}</p>
        {children ?? <p className="mt-1 text-sm leading-relaxed">{words.detail}</p>}
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          {onRetry !== null && (
            <button
              type="button"
              onClick={onRetry}
              disabled={wait > 0}
              className="rounded-lg border border-edge bg-surface px-3 py-1.5 text-sm font-medium tabular-nums hover:bg-sunken disabled:text-ink-soft"
            >
              {wait > 0 ? messages.problem.retryIn(wait) : messages.problem.retry}
            </button>
          )}
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
