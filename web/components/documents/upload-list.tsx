import { RotateCw, X } from 'lucide-react'
import { problemWords } from '../../lib/problem.ts'
import { useTexts } from '../../lib/use-texts.ts'
import type { Upload } from '../../lib/use-uploads.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useMessages } from '../preferences-provider.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'

interface UploadListProps {
  readonly uploads: readonly Upload[]
  readonly onRetry: (upload: Upload) => void
  readonly onDismiss: (id: number) => void
}

/** Files on their way, and those that were refused, with the reason. */
export function UploadList({ uploads, onRetry, onDismiss }: UploadListProps) {
  const messages = useMessages()
  const { upload: texts } = useTexts(manageDocuments)
  const failed = uploads.filter(({ phase }) => phase === 'failed')
  return (
    <>
      <div className="mt-4 flex min-h-9 items-center justify-between gap-4 text-sm text-ink-soft">
        <p className="tabular-nums">{texts.left(uploads.length - failed.length, failed.length)}</p>
        {failed.length > 1 && <Button onClick={() => failed.forEach(onRetry)}>{texts.againAll}</Button>}
      </div>
      <ul aria-label={messages.library.uploads} className="mt-2 space-y-2">
        {uploads.map((upload) => (
          <li
            key={upload.id}
            className="flex items-start gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-sm"
          >
            <div className="min-w-0 grow">
              <p className="truncate font-medium">{upload.file.name}</p>
              <UploadState upload={upload} />
            </div>
            {upload.phase === 'failed' && (
              <span className="inline-flex">
                <IconButton label={texts.again(upload.file.name)} icon={RotateCw} onClick={() => onRetry(upload)} />
                <IconButton
                  label={messages.library.dismiss(upload.file.name)}
                  icon={X}
                  onClick={() => onDismiss(upload.id)}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function UploadState({ upload }: { readonly upload: Upload }) {
  const messages = useMessages()
  if (upload.problem !== null) {
    return (
      <div role="alert" className="mt-1 leading-relaxed">
        <p className="font-medium text-poor">{problemWords(upload.problem, messages).title}</p>
        <p>{problemWords(upload.problem, messages).detail}</p>
        {upload.problem.requestId !== null && (
          <p className="text-xs text-ink-soft">
            {messages.problem.requestId} <code className="select-all">{upload.problem.requestId}</code>
          </p>
        )}
      </div>
    )
  }
  if (upload.phase === 'waiting') return <p className="text-ink-soft">{messages.library.uploadWaiting}</p>
  const words = messages.library.uploading(Math.round(upload.share * 100))
  return (
    <div className="mt-1.5 flex items-center gap-3">
      <progress
        value={upload.share}
        aria-label={upload.file.name}
        className="h-1.5 grow appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
      <span className="shrink-0 text-xs text-ink-soft tabular-nums">{words}</span>
    </div>
  )
}
