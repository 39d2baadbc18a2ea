import type { ComponentProps } from 'react'

const LOOKS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong disabled:bg-sunken disabled:text-ink-soft',
  plain: 'border border-edge bg-surface hover:bg-sunken disabled:text-ink-soft',
  quiet: 'text-ink-soft hover:bg-sunken hover:text-ink disabled:opacity-50',
  danger: 'bg-poor text-surface hover:opacity-90 disabled:opacity-60',
} as const

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof LOOKS
}

/** A button with words. `quiet` ones stand in rows of tools, one `primary` at most stands on a page. */
export function Button({ look = 'plain', className = '', ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`inline-flex min-h-9 items-center justify-center gap-1.5 rounded-lg px-3.5 py-1.5 text-sm font-medium ${LOOKS[look]} ${className}`}
    />
  )
}
