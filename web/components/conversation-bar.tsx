import { PanelLeft, PanelLeftClose, Printer } from 'lucide-react'
import { useMessages } from './preferences-provider.tsx'
import { IconButton } from './ui/icon-button.tsx'

interface ConversationBarProps {
  /** Whether conversations are listed beside this one. */
  readonly listed: boolean
  readonly onList: (listed: boolean) => void
  readonly printable: boolean
}

/** What one can do with the page as a whole. */
export function ConversationBar({ listed, onList, printable }: ConversationBarProps) {
  const { history } = useMessages()
  return (
    <div className="-mx-2 flex items-center gap-1 pt-3 print:hidden">
      <IconButton
        label={listed ? history.hide : history.show}
        icon={listed ? PanelLeftClose : PanelLeft}
        aria-expanded={listed}
        onClick={() => onList(!listed)}
      />
      {printable && (
        <IconButton label={history.print} icon={Printer} onClick={() => window.print()} className="ml-auto" />
      )}
    </div>
  )
}
