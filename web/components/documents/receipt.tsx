'use client'

import { Check } from 'lucide-react'
import { useCallback } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { DeletionReceipt } from '../../../src/contracts/deletions.ts'
import { client } from '../../lib/client.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useFormats } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Waiting } from '../ui/waiting.tsx'

const isOpen = ({ completed_at: time }: DeletionReceipt) => time === null

interface ReceiptDialogProps {
  readonly documentId: string
  readonly title: string
  readonly onClose: () => void
}

/** What a deletion removed from which store; it fills while the dialog is open. */
export function ReceiptDialog({ documentId, title, onClose }: ReceiptDialogProps) {
  const { receipt: texts } = useTexts(manageDocuments)
  const read = useCallback(
    (signal: AbortSignal) =>
      dataOf(client.GET('/api/documents/{id}/deletion', { params: { path: { id: documentId } }, signal })),
    [documentId],
  )
  const { value, problem, refresh } = useLoad(read, isOpen)
  return (
    <Dialog title={texts.title} lead={title} onClose={onClose}>
      {problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />}
      {value === null && problem === null && <Waiting text={texts.loading} />}
      {value !== null && <Receipt receipt={value} />}
    </Dialog>
  )
}

function Receipt({ receipt }: { readonly receipt: DeletionReceipt }) {
  const { receipt: texts } = useTexts(manageDocuments)
  const formats = useFormats()
  const { completed_at: completed } = receipt
  return (
    <>
      <output className="mt-4 block font-medium">
        {completed === null ? texts.working : texts.complete(formats.time(completed))}
      </output>
      <ul className="mt-3 divide-y divide-line border-y border-line text-sm">
        {receipt.stores.map((store) => (
          <li key={store.store} className="flex items-start justify-between gap-4 py-2.5">
            <div>
              <p className="font-medium">{texts.stores[store.store]}</p>
              <p className="text-ink-soft">
                {[
                  store.removed === null ? '' : texts.removed(store.removed),
                  store.kept === 0 ? '' : texts.kept(store.kept),
                  store.erased_at !== null ? texts.erased(formats.time(store.erased_at)) : '',
                  store.erased_at === null && store.erased_by !== null
                    ? texts.erasedBy(formats.time(store.erased_by))
                    : '',
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </p>
            </div>
            {store.gone_at === null ? (
              <span className="shrink-0 text-ink-soft">{texts.pending}</span>
            ) : (
              <span className="inline-flex shrink-0 items-center gap-1.5 font-medium text-good">
                <Check aria-hidden="true" className="size-4" />
                {texts.gone}
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className="mt-3 text-xs text-ink-soft">{texts.by(receipt.deleted_by, formats.time(receipt.deleted_at))}</p>
    </>
  )
}
