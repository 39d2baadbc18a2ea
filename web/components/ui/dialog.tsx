'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../preferences-provider.tsx'
import { DocumentName } from './breakable.tsx'
import { IconButton } from './icon-button.tsx'

const SHAPES = {
  box: 'inset-0 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] max-w-lg overflow-y-auto rounded-2xl border p-6',
  wide: 'inset-0 m-auto h-fit max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] max-w-3xl overflow-y-auto rounded-2xl border p-6',
  /** From the bottom edge, for what fills a small screen. */
  sheet: 'inset-x-0 bottom-0 flex h-[88dvh] flex-col overflow-hidden rounded-t-2xl border-t',
  /** From the left edge, for lists to choose from. */
  drawer: 'inset-y-0 left-0 flex w-[20rem] max-w-[88vw] flex-col overflow-hidden border-r',
} as const

interface DialogProps {
  readonly title: string
  readonly lead?: string
  readonly shape?: keyof typeof SHAPES
  /** True when the content has a heading and a close button of its own; `title` is then for screen readers only. */
  readonly bare?: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog that is open while it is rendered. Focus goes in, stays in, and returns to what had it before. */
export function Dialog({ title, lead, shape = 'box', bare = false, onClose, children }: DialogProps) {
  const messages = useMessages()
  // Looked up while rendering: what is in the dialog may take the focus before the dialog itself does.
  const [opener] = useState(() => (typeof document === 'undefined' ? null : document.activeElement))
  return (
    <Radix.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          {...(lead === undefined ? { 'aria-describedby': undefined } : {})}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener instanceof HTMLElement) opener.focus()
          }}
          className={`fixed z-50 border-line bg-surface text-ink shadow-lift ${SHAPES[shape]}`}
        >
          <div
            className={
              bare ? 'sr-only' : `flex items-start justify-between gap-4 ${shape === 'drawer' ? 'px-5 pt-4' : ''}`
            }
          >
            <Radix.Title className="text-lg leading-snug font-semibold">
              {/* As often as not it is the name of a document. */}
              <DocumentName name={title} />
            </Radix.Title>
            {!bare && <IconButton label={messages.dialog.close} icon={X} onClick={onClose} className="-mt-1.5 -mr-2" />}
          </div>
          {lead !== undefined && (
            <Radix.Description className="mt-2 leading-relaxed text-ink-soft [overflow-wrap:anywhere]">
              {lead}
            </Radix.Description>
          )}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
