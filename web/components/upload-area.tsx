'use client'

import { FileUp } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import { useUploads } from '../lib/use-uploads.ts'
import { useMessages } from './preferences-provider.tsx'
import { UploadList } from './upload-list.tsx'

interface UploadAreaProps {
  readonly onReceived: () => void
  readonly onSignedOut: () => void
}

/** Add files by dropping or choosing them. */
export function UploadArea({ onReceived, onSignedOut }: UploadAreaProps) {
  const messages = useMessages()
  const { uploads, add, dismiss } = useUploads(onReceived, onSignedOut)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    add([...event.dataTransfer.files])
  }
  return (
    <>
      <div
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`mt-6 flex flex-col items-center rounded-2xl border border-dashed px-6 py-8 text-center ${over ? 'border-accent bg-accent-soft' : 'border-edge bg-surface'}`}
      >
        <FileUp aria-hidden="true" className="size-6 text-accent" />
        <p className="mt-3">
          {messages.library.drop}{' '}
          <label className="cursor-pointer rounded-sm font-medium text-accent underline underline-offset-4 hover:text-accent-strong has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
            {messages.library.pick}
            <input
              type="file"
              multiple
              className="sr-only"
              onChange={(event) => {
                add([...(event.target.files ?? [])])
                // So that choosing the same file again, after an error say, is noticed.
                event.target.value = ''
              }}
            />
          </label>
        </p>
        <p className="mt-1 text-sm text-ink-soft">{messages.library.dropHint}</p>
      </div>
      {uploads.length > 0 && <UploadList uploads={uploads} onDismiss={dismiss} />}
    </>
  )
}
