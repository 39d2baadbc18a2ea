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

/** A folder may have thousands of files; how many are to go is said above the list. */
const MOST_WAITING_SHOWN = 3

/** Files on their way, and those that were refused, with the reason. */
export function UploadList({ uploads, onRetry, onDismiss }: UploadListProps) {
  const messages = useMessages()
  const { upload: texts } = useTexts(manageDocuments)
  const failed = uploads.filter(({ phase }) => phase === 'failed')
  const sending = uploads.filter(({ phase }) => phase === 'sending')
  const waiting = uploads.filter(({ phase }) => phase === 'waiting')
  const shown = [...sending, ...failed, ...waiting.slice(0, MOST_WAITING_SHOWN)]
  return (
    <>
      <div className="mt-4 flex min-h-9 items-center justify-between gap-4 text-sm text-ink-soft">
        <p className="tabular-nums">{texts.left(uploads.length - failed.length, failed.length)}</p>
        {failed.length > 1 && (
          <Button onClick={() => failed.forEach(onRetry)} className="shrink-0">
            {texts.againAll}
          </Button>
        )}
      </div>
      <ul
        aria-label={messages.library.uploads}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys.
        tabIndex={0}
        className="mt-2 max-h-96 divide-y divide-line overflow-y-auto rounded-xl border border-line bg-surface"
      >
        {shown.map((upload) => (
          <li key={upload.id} className="flex items-start gap-3 px-4 py-3 text-sm">
            <div className="min-w-0 grow">
              <p className="truncate font-medium" title={upload.file.name}>
                {upload.file.name}
              </p>
              <UploadState upload={upload} />
            </div>
            {upload.phase === 'waiting' && <span className="text-ink-soft">{messages.library.uploadWaiting}</span>}
            {upload.phase === 'failed' && (
              <span className="-my-1.5 -mr-2 inline-flex">
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
  if (upload.phase === 'waiting') return null
  const words = messages.library.uploading(Math.round(upload.share * 100))
  return (
    <div className="mt-1.5 flex items-center gap-3">
      <progress
        value={upload.share}
        aria-label={upload.file.name}
        className="h-1.5 grow appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <span className="shrink-0 text-xs text-ink-soft tabular-nums">{words}</span>
    </div>
  )
}
