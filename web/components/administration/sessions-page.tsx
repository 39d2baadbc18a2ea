'use client'

import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { SessionSummary } from '../../../src/contracts/users.ts'
import { client } from '../../lib/client.ts'
import { describeBrowser } from '../../lib/describe-browser.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ListPage } from '../list-page.tsx'
import { useFormats } from '../preferences-provider.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import type { Column } from '../ui/data-table.tsx'
import { RowActions } from '../ui/row-actions.tsx'

const readSessions: ReadPage<SessionSummary> = async (after, signal) => {
  const reply = await dataOf(client.GET('/api/sessions', { params: { query: after }, signal }))
  return { rows: reply.sessions, next: reply.next_cursor }
}

/** The browsers in which one is signed in, to end what one does not know. */
export function SessionsPage() {
  const { sessions: texts } = useTexts(administration)
  const list = useList(readSessions)
  const [ending, setEnding] = useState<SessionSummary | 'others' | null>(null)
  const columns = useSessionColumns(setEnding)
  const end = async () => {
    if (ending === 'others') await client.DELETE('/api/sessions')
    else if (ending !== null) await client.DELETE('/api/sessions/{id}', { params: { path: { id: ending.id } } })
    list.refresh()
  }
  const several = (list.rows?.length ?? 0) > 1
  return (
    <ListPage
      title={texts.title}
      lead={texts.lead}
      list={list}
      columns={columns}
      keyOf={(session) => session.id}
      empty={texts.empty}
      actions={several && <Button onClick={() => setEnding('others')}>{texts.endOthers}</Button>}
    >
      {ending !== null && (
        <ConfirmDialog
          title={ending === 'others' ? texts.endOthersTitle : texts.endTitle}
          detail={texts.endDetail}
          confirm={texts.end}
          onConfirm={end}
          onClose={() => setEnding(null)}
        />
      )}
    </ListPage>
  )
}

function useSessionColumns(onEnd: (session: SessionSummary) => void): readonly Column<SessionSummary>[] {
  const { sessions: texts } = useTexts(administration)
  const formats = useFormats()
  const nameOf = (session: SessionSummary) => describeBrowser(session.user_agent) ?? texts.unknown
  return [
    {
      id: 'browser',
      name: texts.browser,
      cell: (session) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {nameOf(session)}
          {session.current && <Chip tone="accent">{texts.current}</Chip>}
        </span>
      ),
    },
    { id: 'provider', name: texts.provider, cell: (session) => texts.providers[session.provider] },
    { id: 'since', name: texts.since, cell: (session) => formats.time(session.created_at) },
    { id: 'seen', name: texts.lastSeen, cell: (session) => formats.time(session.last_seen_at) },
    { id: 'until', name: texts.until, cell: (session) => formats.time(session.expires_at) },
    {
      id: 'actions',
      name: texts.actions,
      nameHidden: true,
      align: 'right',
      cell: (session) =>
        !session.current && (
          <RowActions>
            <Button look="quiet" aria-label={texts.endNamed(nameOf(session))} onClick={() => onEnd(session)}>
              {texts.end}
            </Button>
          </RowActions>
        ),
    },
  ]
}
