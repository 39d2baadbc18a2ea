'use client'

import { type ReactNode, type SubmitEvent, useState } from 'react'
import type { Problem } from '../../../src/client/request-failed.ts'
import { formText } from '../../lib/form-text.ts'
import { problemOf } from '../../lib/problem.ts'
import { useMessages } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

interface FormDialogProps {
  readonly title: string
  readonly lead?: string
  readonly wide?: boolean
  /** Words on the button that sends it. */
  readonly submit: string
  /** What is being done while the server takes its time. */
  readonly working?: string
  /** False while what is to be sent is still loading. */
  readonly ready?: boolean
  /** Gets the fields by name. What it throws is shown, and the dialog stays open with what was typed. */
  readonly onSubmit: (fields: FormFields) => Promise<void>
  /** What to say of a refusal in place of its detail; null for those that need nothing more. */
  readonly explain?: (problem: Problem) => ReactNode
  /** Fields that are offered once a refusal was explained, and stay: for those who want it all the same. */
  readonly insist?: ReactNode
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** The text of a field, trimmed; empty when there is none of that name. */
export type FormFields = (name: string) => string

/** A form in a dialog. It closes once the server has taken it. */
export function FormDialog(props: FormDialogProps) {
  const {
    title,
    lead,
    wide = false,
    submit,
    working = '',
    ready = true,
    onSubmit,
    explain,
    insist,
    onClose,
    children,
  } = props
  const messages = useMessages()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const [explained, setExplained] = useState(false)
  const send = async (form: FormData) => {
    setBusy(true)
    setProblem(null)
    try {
      await onSubmit((name) => formText(form, name))
      onClose()
    } catch (error) {
      const refusal = problemOf(error)
      setProblem(refusal)
      setExplained((before) => before || isExplained(explain?.(refusal)))
      setBusy(false)
    }
  }
  const handle = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    void send(new FormData(event.currentTarget))
  }
  return (
    <Dialog title={title} {...(lead === undefined ? {} : { lead })} shape={wide ? 'wide' : 'box'} onClose={onClose}>
      <form onSubmit={handle} className="mt-5 space-y-4">
        {children}
        {problem !== null && (
          <ProblemNotice problem={problem} onRetry={null}>
            {explain?.(problem)}
          </ProblemNotice>
        )}
        {explained && insist}
        <div className="flex items-center justify-end gap-2 pt-2">
          <output className="mr-auto text-sm text-ink-soft">{busy && working}</output>
          <Button onClick={onClose}>{messages.dialog.cancel}</Button>
          <Button type="submit" look="primary" disabled={busy || !ready}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function isExplained(words: ReactNode): boolean {
  return words !== null && words !== undefined
}
