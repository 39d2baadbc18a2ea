'use client'

import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { Conversation } from '../../src/contracts/conversations.ts'
import { deleteConversation, exportAddress } from '../lib/conversations.ts'
import { useFormats, useMessages } from './preferences-provider.tsx'
import { RenameDialog } from './rename-dialog.tsx'
import { ConfirmDialog } from './ui/confirm-dialog.tsx'
import { IconButton } from './ui/icon-button.tsx'
import { Menu, MenuItem } from './ui/menu.tsx'

interface HistoryEntryProps {
  readonly conversation: Conversation
  readonly open: boolean
  readonly onOpen: () => void
  readonly onChanged: () => void
  readonly onDeleted: () => void
}

/** A conversation in the list: opens it, and has a menu of what else can be done. */
export function HistoryEntry({ conversation, open, onOpen, onChanged, onDeleted }: HistoryEntryProps) {
  const { history } = useMessages()
  const formats = useFormats()
  const [doing, setDoing] = useState<'rename' | 'delete' | null>(null)
  const title = conversation.title ?? history.untitled
  const close = () => setDoing(null)
  return (
    <li className={`group flex items-center rounded-lg hover:bg-sunken ${open ? 'bg-sunken' : ''}`}>
      <button
        type="button"
        onClick={onOpen}
        aria-current={open ? 'page' : undefined}
        title={`${title} · ${formats.day(conversation.updated_at)}`}
        className="min-h-9 min-w-0 grow truncate rounded-lg px-2 py-1.5 text-left text-sm aria-[current=page]:font-medium"
      >
        {title}
      </button>
      <Menu align="start" trigger={<IconButton label={history.actions(title)} icon={Ellipsis} />}>
        <MenuItem onSelect={() => setDoing('rename')}>{history.rename}</MenuItem>
        <MenuItem onSelect={() => window.location.assign(exportAddress(conversation.id))}>
          {history.exportMarkdown}
        </MenuItem>
        <MenuItem danger onSelect={() => setDoing('delete')}>
          {history.delete}
        </MenuItem>
      </Menu>
      {doing === 'rename' && <RenameDialog id={conversation.id} title={title} onClose={close} onRenamed={onChanged} />}
      {doing === 'delete' && (
        <ConfirmDialog
          title={history.confirmTitle}
          detail={history.confirmDetail(title)}
          confirm={history.delete}
          onConfirm={async () => {
            await deleteConversation(conversation.id)
            onDeleted()
          }}
          onClose={close}
        />
      )}
    </li>
  )
}
