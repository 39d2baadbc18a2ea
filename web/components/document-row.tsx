import { Trash2 } from 'lucide-react'
import type { DocumentSummary } from '../../src/contracts/documents.ts'
import { factsOf, suspicionOf } from '../lib/describe-document.ts'
import { originalAddress } from '../lib/documents.ts'
import { useFormats, useMessages } from './preferences-provider.tsx'
import { StateChip } from './state-chip.tsx'

interface DocumentRowProps {
  readonly document: DocumentSummary
  /** Null for readers, who may not delete. */
  readonly onDelete: (() => void) | null
}

export function DocumentRow({ document, onDelete }: DocumentRowProps) {
  const messages = useMessages()
  const formats = useFormats()
  return (
    <li className="grid grid-cols-[1fr_auto] items-start gap-x-3 gap-y-1.5 py-3.5 sm:grid-cols-[1fr_auto_auto]">
      <div className="min-w-0">
        <a
          href={originalAddress(document.id, document.version, null)}
          target="_blank"
          rel="noopener noreferrer"
          className="rounded-sm font-medium [overflow-wrap:anywhere] hover:text-accent hover:underline"
        >
          {document.title}
          <span className="sr-only"> {messages.source.opensInNewTab}</span>
        </a>
        <p className="mt-0.5 text-sm text-ink-soft">{factsOf(document, messages, formats)}</p>
      </div>
      <div className="max-sm:col-start-1 max-sm:row-start-2">
        <StateChip state={document.state} />
      </div>
      {onDelete !== null && (
        <button
          type="button"
          onClick={onDelete}
          aria-label={messages.library.delete(document.title)}
          title={messages.library.delete(document.title)}
          className="-mt-1 grid size-9 place-items-center rounded-lg text-ink-soft hover:bg-poor-soft hover:text-poor"
        >
          <Trash2 aria-hidden="true" className="size-4" />
        </button>
      )}
      <DocumentRemarks document={document} />
    </li>
  )
}

/** Why it could not be read and what to do, or what to know about what was read. */
function DocumentRemarks({ document }: { readonly document: DocumentSummary }) {
  const messages = useMessages()
  const { state, reason, detail } = document
  const suspicion = suspicionOf(document, messages)
  return (
    <>
      {detail !== null && (
        <p className="col-span-full text-sm leading-relaxed [overflow-wrap:anywhere]">
          {reason !== null && <span className="font-medium text-poor">{messages.library.reasons[reason]}. </span>}
          {state === 'ready' && <span className="font-medium text-fair">{messages.library.remark} </span>}
          {detail}
        </p>
      )}
      {suspicion !== null && <p className="col-span-full text-sm leading-relaxed text-poor">{suspicion}</p>}
    </>
  )
}
