'use client'

import { useState } from 'react'
import type { Problem } from '../../../src/client/request-failed.ts'
import { problemOf } from '../../lib/problem.ts'
import { useMessages } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmDialogProps {
  readonly title: string
  /** What will happen, and whether it can be undone. */
  readonly detail: string
  /** Words on the button that does it. */
  readonly confirm: string
  readonly cancel?: string
  readonly look?: 'danger' | 'primary'
  readonly onConfirm: () => Promise<void>
  readonly onClose: () => void
}

/** Ask once before something is done. Esc and the first button leave things as they are; a failure stays in the dialog. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, detail, confirm, cancel, look = 'danger', onConfirm, onClose } = props
  const messages = useMessages()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const act = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await onConfirm()
      onClose()
    } catch (error) {
      setProblem(problemOf(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} lead={detail} onClose={onClose}>
      {problem !== null && <ProblemNotice problem={problem} onRetry={() => void act()} />}
      <div className="mt-6 flex justify-end gap-2">
        <Button onClick={onClose}>{cancel ?? messages.dialog.cancel}</Button>
        <Button look={look} disabled={busy} onClick={() => void act()}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  )
}
