'use client'

import type { DocumentSummary } from '../../../src/contracts/documents.ts'
import { deleteDocument } from '../../lib/documents.ts'
import { useMessages } from '../preferences-provider.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { useToast } from '../ui/toast-provider.tsx'

interface DeleteDialogProps {
  readonly document: DocumentSummary
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** Ask once before a document is deleted. */
export function DeleteDialog({ document, onClose, onDeleted }: DeleteDialogProps) {
  const { library } = useMessages()
  const toast = useToast()
  return (
    <ConfirmDialog
      title={library.confirmTitle}
      detail={library.confirmDetail(document.title)}
      confirm={library.confirm}
      cancel={library.cancel}
      onConfirm={async () => {
        await deleteDocument(document.id)
        onDeleted()
        toast(library.deleted(document.title))
      }}
      onClose={onClose}
    />
  )
}
