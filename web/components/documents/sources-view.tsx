'use client'

import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { Source } from '../../../src/contracts/sources.ts'
import { client } from '../../lib/client.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useFormats } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { Button } from '../ui/button.tsx'
import { Chip, type Tone } from '../ui/chip.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { RowActions } from '../ui/row-actions.tsx'
import { CollectionAccess } from './collection-access.tsx'

const readSources: ReadPage<Source> = async (after, signal) => {
  const page = await dataOf(client.GET('/api/sources', { params: { query: after }, signal }))
  return { rows: page.sources, next: page.next_cursor }
}
const isSyncing = ({ state }: Source) => state === 'syncing'
const TONES: Readonly<Record<Source['state'], Tone>> = { syncing: 'accent', idle: 'good', failed: 'poor' }

/** The folders, sites and libraries that are kept in step, and who may read what comes from them. */
export function SourcesView() {
  const { sources: texts } = useTexts(manageDocuments)
  const list = useList(readSources, isSyncing)
  const [forgetting, setForgetting] = useState<Source | null>(null)
  const columns = useSourceColumns(setForgetting)
  const forget = async (name: string) => {
    await client.DELETE('/api/sources/{name}', { params: { path: { name } } })
    list.refresh()
  }
  return (
    <>
      <p className="mb-4 max-w-prose text-sm leading-relaxed text-ink-soft">{texts.lead}</p>
      {list.problem !== null && <ProblemNotice problem={list.problem} onRetry={list.refresh} />}
      {(list.rows !== null || list.problem === null) && (
        <DataTable
          caption={texts.title}
          columns={columns}
          rows={list.rows}
          keyOf={({ name }) => name}
          empty={<p className="text-ink-soft">{texts.empty}</p>}
          onMore={list.showMore}
          loadingMore={list.isLoadingMore}
        />
      )}
      <CollectionAccess />
      {forgetting !== null && (
        <ConfirmDialog
          title={texts.forgetTitle(forgetting.name)}
          detail={texts.forgetDetail}
          confirm={texts.forget}
          onConfirm={() => forget(forgetting.name)}
          onClose={() => setForgetting(null)}
        />
      )}
    </>
  )
}

function useSourceColumns(onForget: (source: Source) => void): readonly Column<Source>[] {
  const { sources: texts } = useTexts(manageDocuments)
  const formats = useFormats()
  return [
    {
      id: 'name',
      name: texts.name,
      cell: ({ name, kind, location }) => (
        <>
          <span className="block">{name}</span>
          <span className="block font-normal text-ink-soft [overflow-wrap:anywhere]">
            {texts.kinds[kind]}: {location}
          </span>
        </>
      ),
    },
    {
      id: 'state',
      name: texts.state,
      cell: ({ state, detail }) => (
        <>
          <Chip tone={TONES[state]} working={state === 'syncing'}>
            {texts.states[state]}
          </Chip>
          {detail !== null && <span className="mt-1 block max-w-sm [overflow-wrap:anywhere]">{detail}</span>}
        </>
      ),
    },
    { id: 'documents', name: texts.documents, align: 'right', cell: ({ documents }) => formats.number(documents) },
    { id: 'counts', name: texts.lastLook, cell: ({ counts }) => (counts === null ? '–' : texts.counts(counts)) },
    {
      id: 'time',
      name: texts.finished,
      cell: ({ finished_at: time }) => (time === null ? '–' : formats.time(time)),
    },
    {
      id: 'actions',
      name: texts.actions,
      nameHidden: true,
      align: 'right',
      cell: (source) => (
        <RowActions>
          <Button look="quiet" aria-label={texts.forgetNamed(source.name)} onClick={() => onForget(source)}>
            {texts.forget}
          </Button>
        </RowActions>
      ),
    },
  ]
}
