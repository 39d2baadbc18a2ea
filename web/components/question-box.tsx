'use client'

import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type SubmitEvent, useRef, useState } from 'react'
import { usePageKey } from './keys-provider.tsx'
import { useMessages } from './preferences-provider.tsx'

/** From this share of the limit on, the characters left are shown. */
const COUNTER_FROM = 0.9

interface QuestionBoxProps {
  readonly maximumLength: number
  /** True once something has been asked in this visit. */
  readonly started: boolean
  readonly running: boolean
  readonly onAsk: (question: string) => void
  readonly onStop: () => void
  /** What stands below the text. */
  readonly children: ReactNode
}

export function QuestionBox({ maximumLength, started, running, onAsk, onStop, children }: QuestionBoxProps) {
  const messages = useMessages()
  const [text, setText] = useState('')
  const box = useRef<HTMLTextAreaElement>(null)
  usePageKey('/', messages.ask.focusKey, () => box.current?.focus())
  const sendable = text.trim() !== '' && text.length <= maximumLength

  const send = () => {
    if (!sendable) return
    onAsk(text.trim())
    setText('')
    box.current?.focus()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (running && text.trim() === '') onStop()
    else send()
  }
  const press = (event: KeyboardEvent) => {
    // `isComposing`: Enter that picks a word in an input method must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form onSubmit={submit}>
      <div className="flex items-end gap-2 rounded-2xl border border-edge bg-surface p-2 shadow-lift focus-within:border-accent focus-within:ring-1 focus-within:ring-accent">
        <label htmlFor="question" className="sr-only">
          {messages.ask.label}
        </label>
        <textarea
          id="question"
          ref={box}
          rows={started ? 1 : 2}
          value={text}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- asking is what this page is for, and only its title stands before it.
          autoFocus
          onChange={(event) => setText(event.target.value)}
          onKeyDown={press}
          placeholder={started ? messages.ask.followUpPlaceholder : messages.ask.placeholder}
          aria-describedby="question-hint"
          aria-invalid={text.length > maximumLength}
          className="field-sizing-content max-h-52 min-w-0 grow resize-none bg-transparent px-2.5 py-2 leading-relaxed placeholder:text-ink-soft focus:outline-none"
        />
        <SendButton running={running && text.trim() === ''} disabled={!running && !sendable} />
      </div>
      <div className="mt-2 flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-1 px-1 text-xs text-ink-soft">
        {children}
        <p id="question-hint" className={started ? 'sr-only' : 'max-lg:sr-only'}>
          {messages.ask.hint}
        </p>
        <Counter length={text.length} maximum={maximumLength} />
      </div>
    </form>
  )
}

function SendButton({ running, disabled }: { readonly running: boolean; readonly disabled: boolean }) {
  const messages = useMessages()
  const Icon = running ? Square : ArrowUp
  return (
    <button
      type="submit"
      disabled={disabled}
      aria-label={running ? messages.ask.stop : messages.ask.send}
      title={running ? messages.ask.stop : messages.ask.send}
      className="grid size-10 shrink-0 place-items-center rounded-xl bg-accent text-on-accent hover:bg-accent-strong disabled:bg-sunken disabled:text-ink-soft"
    >
      <Icon aria-hidden="true" className={running ? 'size-4 fill-current' : 'size-5'} />
    </button>
  )
}

function Counter({ length, maximum }: { readonly length: number; readonly maximum: number }) {
  const messages = useMessages()
  if (length < maximum * COUNTER_FROM) return null
  const left = maximum - length
  return (
    <p className={left < 0 ? 'ml-auto font-medium text-poor' : 'ml-auto'}>
      {left < 0 ? messages.ask.tooLong(-left) : messages.ask.charactersLeft(left)}
    </p>
  )
}
