import { X } from 'lucide-react'
import { problemWords } from '../lib/problem.ts'
import type { Upload } from '../lib/use-uploads.ts'
import { useMessages } from './preferences-provider.tsx'

interface UploadListProps {
  readonly uploads: readonly Upload[]
  readonly onDismiss: (id: number) => void
}

export function UploadList({ uploads, onDismiss }: UploadListProps) {
  const messages = useMessages()
  return (
    <ul aria-label={messages.library.uploads} className="mt-4 space-y-2">
      {uploads.map((upload) => (
        <li
          key={upload.id}
          className="flex items-start gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-sm"
        >
          <div className="min-w-0 grow">
            <p className="truncate font-medium">{upload.name}</p>
            <UploadState upload={upload} />
          </div>
          {upload.phase === 'failed' && (
            <button
              type="button"
              onClick={() => onDismiss(upload.id)}
              aria-label={messages.library.dismiss(upload.name)}
              className="grid size-8 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden="true" className="size-4" />
            </button>
          )}
        </li>
      ))}
    </ul>
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
        aria-label={upload.name}
        className="h-1.5 grow appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
      />
      <span className="shrink-0 text-xs text-ink-soft tabular-nums">{words}</span>
    </div>
  )
}
