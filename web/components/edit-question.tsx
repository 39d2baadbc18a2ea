'use client'

import { type KeyboardEvent, type SubmitEvent, useEffect, useRef, useState } from 'react'
import { useMessages } from './preferences-provider.tsx'
import { Button } from './ui/button.tsx'
import { TextArea } from './ui/form-field.tsx'

interface EditQuestionProps {
  readonly question: string
  readonly maximumLength: number
  readonly onAsk: (question: string) => void
  readonly onCancel: () => void
}

/** A question that is written anew in its place. */
export function EditQuestion({ question, maximumLength, onAsk, onCancel }: EditQuestionProps) {
  const messages = useMessages()
  const [text, setText] = useState(question)
  const box = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    box.current?.focus()
    box.current?.setSelectionRange(question.length, question.length)
  }, [question])
  const sendable = text.trim() !== '' && text.length <= maximumLength
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (sendable) onAsk(text.trim())
  }
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      onCancel()
    }
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (sendable) onAsk(text.trim())
  }
  return (
    <form onSubmit={submit}>
      <TextArea
        ref={box}
        aria-label={messages.ask.editLabel}
        rows={2}
        value={text}
        maxLength={maximumLength}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
        className="field-sizing-content resize-none text-lg"
      />
      <div className="mt-2 flex justify-end gap-2">
        <Button onClick={onCancel}>{messages.dialog.cancel}</Button>
        <Button type="submit" look="primary" disabled={!sendable}>
          {messages.ask.send}
        </Button>
      </div>
    </form>
  )
}
