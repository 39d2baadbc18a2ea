'use client'

import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { DeletionReceipt } from '../../../src/contracts/deletions.ts'
import { client } from '../../lib/client.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useFormats } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { type Column, DataTable } from '../ui/data-table.tsx'
import { RowActions } from '../ui/row-actions.tsx'
import { ReceiptDialog } from './receipt.tsx'

const readDeletions: ReadPage<DeletionReceipt> = async (after, signal) => {
  const page = await dataOf(client.GET('/api/deletions', { params: { query: after }, signal }))
  return { rows: page.deletions, next: page.next_cursor }
}
const isOpen = ({ completed_at: time }: DeletionReceipt) => time === null

/** What was deleted, each with its receipt. */
export function DeletionsView() {
  const { deletions: texts } = useTexts(manageDocuments)
  const list = useList(readDeletions, isOpen)
  const [shown, setShown] = useState<string | null>(null)
  const columns = useDeletionColumns(setShown)
  return (
    <>
      {list.problem !== null && <ProblemNotice problem={list.problem} onRetry={list.refresh} />}
      {(list.rows !== null || list.problem === null) && (
        <DataTable
          caption={texts.title}
          columns={columns}
          rows={list.rows}
          keyOf={({ document_id: id }) => id}
          empty={<p className="text-ink-soft">{texts.empty}</p>}
          onMore={list.showMore}
          loadingMore={list.isLoadingMore}
        />
      )}
      {shown !== null && <ReceiptDialog documentId={shown} title={shown} onClose={() => setShown(null)} />}
    </>
  )
}

function useDeletionColumns(onShow: (documentId: string) => void): readonly Column<DeletionReceipt>[] {
  const { deletions: texts } = useTexts(manageDocuments)
  const formats = useFormats()
  return [
    {
      id: 'document',
      name: texts.document,
      cell: ({ document_id: id }) => <code className="text-xs">{id}</code>,
    },
    {
      id: 'state',
      name: texts.state,
      cell: ({ completed_at: time }) => (
        <Chip tone={time === null ? 'accent' : 'good'} working={time === null}>
          {time === null ? texts.working : texts.complete}
        </Chip>
      ),
    },
    { id: 'by', name: texts.by, cell: ({ deleted_by: person }) => person },
    { id: 'time', name: texts.time, cell: ({ deleted_at: time }) => formats.time(time) },
    {
      id: 'actions',
      name: texts.actions,
      nameHidden: true,
      align: 'right',
      cell: ({ document_id: id }) => (
        <RowActions>
          <Button look="quiet" aria-label={texts.receiptNamed(id)} onClick={() => onShow(id)}>
            {texts.receipt}
          </Button>
        </RowActions>
      ),
    },
  ]
}
