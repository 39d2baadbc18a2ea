'use client'

import { useEffect, useRef, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import type { DocumentSummary } from '../../src/contracts/documents.ts'
import { deleteDocument } from '../lib/documents.ts'
import { messages } from '../lib/messages.ts'
import { problemOf } from '../lib/problem.ts'
import { ProblemNotice } from './problem-notice.tsx'

interface DeleteDialogProps {
  readonly document: DocumentSummary
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** Ask once before a document is deleted; Esc and the first button keep it. */
export function DeleteDialog({ document, onClose, onDeleted }: DeleteDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])

  // Closing the element, not only removing it, gives the focus back to where it was.
  const close = () => dialog.current?.close()
  const confirm = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await deleteDocument(document.id)
      onDeleted()
      close()
    } catch (error) {
      setProblem(problemOf(error))
      setBusy(false)
    }
  }
  return (
    <dialog
      ref={dialog}
      aria-labelledby="delete-title"
      onClose={onClose}
      className="m-auto w-[calc(100%-2rem)] max-w-md rounded-2xl border border-line bg-surface p-6 text-ink shadow-lift"
    >
      <h2 id="delete-title" className="text-lg font-semibold">
        {messages.library.confirmTitle}
      </h2>
      <p className="mt-2 leading-relaxed [overflow-wrap:anywhere]">{messages.library.confirmDetail(document.title)}</p>
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void confirm()} />}
      <div className="mt-6 flex justify-end gap-2">
        <button
          type="button"
          onClick={close}
          className="rounded-lg border border-edge px-4 py-2 text-sm font-medium hover:bg-sunken"
        >
          {messages.library.cancel}
        </button>
        <button
          type="button"
          onClick={() => void confirm()}
          disabled={busy}
          className="rounded-lg bg-poor px-4 py-2 text-sm font-medium text-surface hover:opacity-90 disabled:opacity-60"
        >
          {messages.library.confirm}
        </button>
      </div>
    </dialog>
  )
}
