import type { ReactNode } from 'react'
import { useMessages } from './preferences-provider.tsx'
import { Dialog } from './ui/dialog.tsx'

interface HistoryPaneProps {
  readonly wide: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Where conversations are listed: a column on wide screens, a drawer on small ones. */
export function HistoryPane({ wide, onClose, children }: HistoryPaneProps) {
  const { history } = useMessages()
  if (!wide) {
    return (
      <Dialog title={history.title} shape="drawer" onClose={onClose}>
        {children}
      </Dialog>
    )
  }
  return (
    <aside
      aria-label={history.title}
      className="sticky top-14 flex h-[calc(100dvh-3.5rem)] w-64 shrink-0 flex-col border-r border-line print:hidden"
    >
      {children}
    </aside>
  )
}
