import type { ReactNode } from 'react'

const TONES = {
  neutral: 'bg-sunken text-ink-soft',
  accent: 'bg-accent-soft text-accent',
  good: 'bg-good-soft text-good',
  fair: 'bg-fair-soft text-fair',
  poor: 'bg-poor-soft text-poor',
} as const

export type Tone = keyof typeof TONES

interface ChipProps {
  readonly tone: Tone
  /** True while work goes on; shown by dots. */
  readonly working?: boolean
  readonly children: ReactNode
}

/** A state in one or two words; the colour only repeats what they say. */
export function Chip({ tone, working = false, children }: ChipProps) {
  return (
    <span
      className={`-my-0.5 inline-flex shrink-0 items-center gap-2 rounded-full px-2.5 py-1 text-xs font-medium whitespace-nowrap ${TONES[tone]}`}
    >
      {children}
      {working && (
        <span aria-hidden="true" className="working-dots">
          <i />
          <i />
          <i />
        </span>
      )}
    </span>
  )
}
