import type { ReactNode } from 'react'

interface PageHeaderProps {
  readonly title: string
  readonly lead?: string
  /** Buttons that belong to the page as a whole. */
  readonly actions?: ReactNode
}

/** Title of a page, one sentence that says what it is for, and what one can do on it. */
export function PageHeader({ title, lead, actions }: PageHeaderProps) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
      <div className="min-w-0 max-w-2xl">
        <h1 className="font-serif text-3xl font-semibold tracking-tight text-balance">{title}</h1>
        {lead !== undefined && <p className="mt-2 leading-relaxed text-pretty text-ink-soft">{lead}</p>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap gap-2 empty:hidden">{actions}</div>}
    </div>
  )
}
