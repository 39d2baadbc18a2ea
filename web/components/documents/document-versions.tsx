'use client'

import { useCallback } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { DocumentVersion } from '../../../src/contracts/documents.ts'
import { client } from '../../lib/client.ts'
import { isMoving, originalAddress } from '../../lib/documents.ts'
import { type ListPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useFormats, useMessages } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { StateChip } from '../state-chip.tsx'
import { DocumentName } from '../ui/breakable.tsx'
import { Chip } from '../ui/chip.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'

/** The versions of a document, newest first, each with its original. */
export function DocumentVersions({ id }: { readonly id: string }) {
  const { versions: texts } = useTexts(manageDocuments)
  const read = useCallback(
    async (after: { readonly cursor?: string }, signal: AbortSignal): Promise<ListPage<DocumentVersion>> => {
      const params = { path: { id }, query: after }
      const page = await dataOf(client.GET('/api/documents/{id}/versions', { params, signal }))
      return { rows: page.versions, next: page.next_cursor }
    },
    [id],
  )
  const list = useList(read, isMoving)
  const columns = useVersionColumns(id)
  if (list.problem !== null) return <ProblemNotice problem={list.problem} onRetry={list.refresh} />
  return (
    <DataTable
      caption={texts.title}
      columns={columns}
      rows={list.rows}
      keyOf={({ version }) => String(version)}
      empty={texts.empty}
      onMore={list.showMore}
      loadingMore={list.isLoadingMore}
    />
  )
}

function useVersionColumns(id: string): readonly Column<DocumentVersion>[] {
  const messages = useMessages()
  const { versions: texts } = useTexts(manageDocuments)
  const formats = useFormats()
  return [
    {
      id: 'version',
      name: texts.version,
      cell: ({ version, is_current: isCurrent }) => (
        <span className="inline-flex flex-wrap items-center gap-2">
          {version}
          {isCurrent && <Chip tone="accent">{texts.current}</Chip>}
        </span>
      ),
    },
    {
      id: 'file',
      name: texts.file,
      cell: ({ version, file_name: name, size_in_bytes: size }) => (
        <span className="block min-w-44">
          <a
            href={originalAddress(id, version, null)}
            target="_blank"
            rel="noopener noreferrer"
            className="rounded-sm text-accent underline underline-offset-4 hover:text-accent-strong"
          >
            <DocumentName name={name} />
            <span className="sr-only"> {messages.source.opensInNewTab}</span>
          </a>
          <span className="block text-ink-soft">{formats.size(size)}</span>
        </span>
      ),
    },
    {
      id: 'state',
      name: texts.state,
      cell: ({ state, reason }) => (
        <>
          <StateChip state={state} />
          {reason !== null && <span className="mt-1 block text-poor">{messages.library.reasons[reason]}</span>}
        </>
      ),
    },
    { id: 'time', name: texts.added, cell: ({ created_at: time }) => formats.time(time) },
  ]
}
