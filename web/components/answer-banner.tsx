import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface AnswerBannerProps {
  readonly icon: LucideIcon
  readonly children: ReactNode
}

/** What one must know before one relies on an answer. */
export function AnswerBanner({ icon: Icon, children }: AnswerBannerProps) {
  return (
    <div className="mt-4 flex gap-3 rounded-lg bg-fair-soft px-4 py-2.5 text-sm leading-relaxed text-fair">
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div>{children}</div>
    </div>
  )
}
