'use client'

import { FileUp } from 'lucide-react'
import { type ChangeEvent, type DragEvent, useEffect, useState } from 'react'
import { filesOfDrop, withoutHidden } from '../../lib/files-of-drop.ts'
import type { UploadFields } from '../../lib/upload-file.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { useUploads } from '../../lib/use-uploads.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useMessages } from '../preferences-provider.tsx'
import { UploadList } from './upload-list.tsx'
import { UploadOptions } from './upload-options.tsx'

interface UploadAreaProps {
  readonly onReceived: () => void
  readonly onSignedOut: () => void
}

const PICK =
  'cursor-pointer rounded-sm whitespace-nowrap font-medium text-accent underline underline-offset-4 hover:text-accent-strong has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent'

/** Every browser knows it; the types of React do not. */
const WHOLE_FOLDER = { webkitdirectory: '' }

/** Add files by dropping, pasting or choosing them, folders too. */
export function UploadArea({ onReceived, onSignedOut }: UploadAreaProps) {
  const messages = useMessages()
  const { upload: texts } = useTexts(manageDocuments)
  const { uploads, skipped, add, retry, dismiss } = useUploads(onReceived, onSignedOut)
  const [fields, setFields] = useState<UploadFields>({})
  const [over, setOver] = useState(false)
  usePastedFiles((files) => add(files, fields))
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    filesOfDrop(event.dataTransfer).then(
      (files) => add(files, fields),
      () => {},
    )
  }
  const pick = ({ target }: ChangeEvent<HTMLInputElement>) => {
    add(withoutHidden(target.files ?? []), fields)
    // So that choosing the same file again, after an error say, is noticed.
    target.value = ''
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
        className={`flex flex-col items-center rounded-2xl border border-dashed px-6 py-7 text-center ${over ? 'border-accent bg-accent-soft' : 'border-edge bg-surface'}`}
      >
        <FileUp aria-hidden="true" className="size-6 text-accent" />
        <p className="mt-3">
          {messages.library.drop}{' '}
          <label className={PICK}>
            {messages.library.pick}
            <input type="file" multiple className="sr-only" onChange={pick} />
          </label>{' '}
          {texts.or}{' '}
          <label className={PICK}>
            {texts.pickFolder}
            <input type="file" {...WHOLE_FOLDER} className="sr-only" onChange={pick} />
          </label>
        </p>
        <p className="mt-1 text-sm text-ink-soft">{messages.library.dropHint}</p>
        <UploadOptions fields={fields} onChange={setFields} />
      </div>
      <output className="block text-sm text-ink-soft not-empty:mt-3">{skipped > 0 && texts.skipped(skipped)}</output>
      {uploads.length > 0 && <UploadList uploads={uploads} onRetry={retry} onDismiss={dismiss} />}
    </>
  )
}

/** Files that are pasted anywhere on the page. */
function usePastedFiles(onFiles: (files: readonly File[]) => void): void {
  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent) => {
      const files = [...(clipboardData?.files ?? [])]
      if (files.length > 0) onFiles(files)
    }
    window.addEventListener('paste', paste)
    return () => window.removeEventListener('paste', paste)
  })
}
