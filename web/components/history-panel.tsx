'use client'

import { Plus } from 'lucide-react'
import type { History } from '../lib/use-history.ts'
import { HistoryEntry } from './history-entry.tsx'
import { useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { Button } from './ui/button.tsx'
import { TextInput } from './ui/form-field.tsx'

interface HistoryPanelProps {
  readonly history: History
  readonly openId: string | null
  readonly onOpen: (id: string | null) => void
}

/** One's conversations: begin one, find one, open one. */
export function HistoryPanel({ history, openId, onOpen }: HistoryPanelProps) {
  const messages = useMessages()
  const { conversations, hasMore, problem, search, setSearch, refresh, showMore } = history
  return (
    <div className="flex min-h-0 grow flex-col">
      <div className="space-y-2 px-3 pt-4 pb-2">
        <Button onClick={() => onOpen(null)} className="w-full">
          <Plus aria-hidden="true" className="size-4" />
          {messages.history.begin}
        </Button>
        <TextInput
          type="search"
          aria-label={messages.history.search}
          placeholder={messages.history.search}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="text-sm"
        />
      </div>
      <div className="min-h-0 grow overflow-y-auto px-3 pb-4">
        {problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />}
        {conversations === null && problem === null && <Skeleton />}
        {conversations?.length === 0 && (
          <p className="px-2 py-3 text-sm text-ink-soft">
            {search.trim() === '' ? messages.history.empty : messages.history.nothingFound}
          </p>
        )}
        {conversations !== null && conversations.length > 0 && (
          <ul aria-label={messages.history.title} className="space-y-0.5">
            {conversations.map((conversation) => (
              <HistoryEntry
                key={conversation.id}
                conversation={conversation}
                open={conversation.id === openId}
                onOpen={() => onOpen(conversation.id)}
                onChanged={refresh}
                onDeleted={() => {
                  refresh()
                  if (conversation.id === openId) onOpen(null)
                }}
              />
            ))}
          </ul>
        )}
        {hasMore && (
          <Button look="quiet" onClick={showMore} className="mt-1">
            {messages.table.more}
          </Button>
        )}
      </div>
    </div>
  )
}

function Skeleton() {
  const messages = useMessages()
  return (
    <output className="block space-y-4 px-2 py-3">
      <span className="sr-only">{messages.table.loading}</span>
      <span className="skeleton h-3" />
      <span className="skeleton h-3 w-4/5" />
      <span className="skeleton h-3 w-3/5" />
    </output>
  )
}
