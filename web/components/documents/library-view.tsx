'use client'

import { useCallback, useState } from 'react'
import type { DocumentSummary } from '../../../src/contracts/documents.ts'
import { type DocumentFilter, isMoving, listDocuments } from '../../lib/documents.ts'
import { may } from '../../lib/may.ts'
import { useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useMessages } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session-gate.tsx'
import { MoreButton } from '../ui/more-button.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { DocumentDialog } from './document-dialog.tsx'
import { DocumentFilters } from './document-filters.tsx'
import { DocumentRow } from './document-row.tsx'
import { ReceiptDialog } from './receipt.tsx'
import { UploadArea } from './upload-area.tsx'

interface Step {
  readonly type: 'details' | 'delete' | 'receipt'
  readonly document: DocumentSummary
}

/** The documents that one may read, kept fresh while any of them is being read. */
export function LibraryView() {
  const messages = useMessages()
  const { session, reportSignedOut } = useSession()
  const [filter, setFilter] = useState<DocumentFilter>({})
  const read = useCallback(
    (after: { readonly cursor?: string }, signal: AbortSignal) => listDocuments(filter, after, signal),
    [filter],
  )
  const { rows, problem, refresh, showMore, isLoadingMore } = useList(read, isMoving)
  const [step, setStep] = useState<Step | null>(null)
  const notice = problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />
  const mayWrite = may(session, 'Contributor')
  const isFiltered = Object.keys(filter).length > 0
  const close = () => setStep(null)
  const deleted = (document: DocumentSummary) => {
    refresh()
    setTimeout(() => setStep({ type: 'receipt', document }))
  }
  return (
    <>
      {mayWrite && <UploadArea onReceived={refresh} onSignedOut={reportSignedOut} />}
      {(isFiltered || (rows !== null && rows.length > 0)) && <DocumentFilters rows={rows ?? []} onChange={setFilter} />}
      {!isLoadingMore && notice}
      {rows === null && problem === null && <Waiting text={messages.library.loading} />}
      {rows?.length === 0 && <EmptyLibrary mayWrite={mayWrite} isFiltered={isFiltered} />}
      {rows !== null && rows.length > 0 && (
        <ul aria-label={messages.library.list} className="mt-4 divide-y divide-line border-y border-line">
          {rows.map((document) => (
            <DocumentRow
              key={document.id}
              document={document}
              onDetails={() => setStep({ type: 'details', document })}
              onChanged={refresh}
              onDelete={mayWrite ? () => setStep({ type: 'delete', document }) : null}
            />
          ))}
        </ul>
      )}
      {showMore !== null && (problem === null || !isLoadingMore) && (
        <MoreButton onMore={showMore} loading={isLoadingMore} />
      )}
      {isLoadingMore && notice}
      {step?.type === 'details' && <DocumentDialog document={step.document} onChanged={refresh} onClose={close} />}
      {step?.type === 'delete' && (
        <DeleteDialog document={step.document} onClose={close} onDeleted={() => deleted(step.document)} />
      )}
      {step?.type === 'receipt' && (
        <ReceiptDialog documentId={step.document.id} title={step.document.title} onClose={close} />
      )}
    </>
  )
}

interface EmptyLibraryProps {
  readonly mayWrite: boolean
  readonly isFiltered: boolean
}

function EmptyLibrary({ mayWrite, isFiltered }: EmptyLibraryProps) {
  const messages = useMessages()
  const { filters } = useTexts(manageDocuments)
  if (isFiltered) return <p className="mt-10 text-center text-ink-soft">{filters.nothing}</p>
  return (
    <div className="mt-10 text-center">
      <p className="font-medium">{messages.library.empty}</p>
      <p className="mt-1 text-sm text-ink-soft">
        {mayWrite ? messages.library.emptyHint : messages.library.emptyReader}
      </p>
    </div>
  )
}
