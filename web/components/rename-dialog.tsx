'use client'

import { type SubmitEvent, useState } from 'react'
import type { Problem } from '../../src/client/request-failed.ts'
import { renameConversation } from '../lib/conversations.ts'
import { problemOf, problemWords } from '../lib/problem.ts'
import { useMessages } from './preferences-provider.tsx'
import { Button } from './ui/button.tsx'
import { Dialog } from './ui/dialog.tsx'
import { FormField, TextInput } from './ui/form-field.tsx'

/** The same limit as the server's. */
const MAXIMUM_LENGTH = 200

interface RenameDialogProps {
  readonly id: string
  readonly title: string
  readonly onClose: () => void
  readonly onRenamed: () => void
}

/** Give a conversation another title. */
export function RenameDialog({ id, title, onClose, onRenamed }: RenameDialogProps) {
  const messages = useMessages()
  const [text, setText] = useState(title)
  const [problem, setProblem] = useState<Problem | null>(null)
  const save = async () => {
    try {
      await renameConversation(id, text.trim())
      onRenamed()
      onClose()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (text.trim() !== '') void save()
  }
  return (
    <Dialog title={messages.history.renameTitle} onClose={onClose}>
      <form onSubmit={submit} className="mt-4">
        <FormField
          label={messages.history.name}
          error={problem === null ? null : problemWords(problem, messages).detail}
          control={(control) => (
            <TextInput
              {...control}
              value={text}
              maxLength={MAXIMUM_LENGTH}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        />
        <div className="mt-6 flex justify-end gap-2">
          <Button onClick={onClose}>{messages.dialog.cancel}</Button>
          <Button type="submit" look="primary" disabled={text.trim() === ''}>
            {messages.history.save}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
