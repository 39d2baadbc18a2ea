import { MoreHorizontal, Trash2 } from 'lucide-react'
import type { DocumentSummary } from '../../../src/contracts/documents.ts'
import { factsOf, suspicionOf } from '../../lib/describe-document.ts'
import { cancelDocument, isMoving, mayBeRetried, originalAddress, retryDocument } from '../../lib/documents.ts'
import { problemOf, problemWords } from '../../lib/problem.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useFormats, useMessages } from '../preferences-provider.tsx'
import { StateChip } from '../state-chip.tsx'
import { DocumentName } from '../ui/breakable.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { useToast } from '../ui/toast-provider.tsx'

interface DocumentRowProps {
  readonly document: DocumentSummary
  readonly onDetails: () => void
  readonly onChanged: () => void
  /** Null for readers, who may not change anything. */
  readonly onDelete: (() => void) | null
}

export function DocumentRow({ document, onDetails, onChanged, onDelete }: DocumentRowProps) {
  const messages = useMessages()
  const formats = useFormats()
  return (
    <li className="grid grid-cols-[1fr_auto] items-start gap-x-3 gap-y-1.5 py-3.5 sm:grid-cols-[1fr_auto_auto]">
      <div className="min-w-0">
        <a
          href={originalAddress(document.id, document.version, null)}
          target="_blank"
          rel="noopener noreferrer"
          className="rounded-sm font-medium hover:text-accent hover:underline"
        >
          <DocumentName name={document.title} />
          <span className="sr-only"> {messages.source.opensInNewTab}</span>
        </a>
        <p className="mt-0.5 text-sm text-ink-soft">{factsOf(document, messages, formats)}</p>
      </div>
      <div className="max-sm:col-start-1 max-sm:row-start-2">
        <StateChip state={document.state} />
      </div>
      <div className="-mt-1 flex max-sm:col-start-2 max-sm:row-start-1">
        <DocumentMenu document={document} onDetails={onDetails} onChanged={onChanged} mayWrite={onDelete !== null} />
        {onDelete !== null && (
          <IconButton
            label={messages.library.delete(document.title)}
            icon={Trash2}
            onClick={onDelete}
            className="hover:bg-poor-soft hover:text-poor"
          />
        )}
      </div>
      <DocumentRemarks document={document} />
    </li>
  )
}

interface DocumentMenuProps extends Omit<DocumentRowProps, 'onDelete'> {
  readonly mayWrite: boolean
}

function DocumentMenu({ document, onDetails, onChanged, mayWrite }: DocumentMenuProps) {
  const messages = useMessages()
  const { actions: texts } = useTexts(manageDocuments)
  const toast = useToast()
  const act = (action: (id: string) => Promise<void>) => {
    action(document.id).then(onChanged, (error: unknown) => toast(problemWords(problemOf(error), messages).detail))
  }
  return (
    <Menu trigger={<IconButton label={texts.menu(document.title)} icon={MoreHorizontal} />}>
      <MenuItem onSelect={onDetails}>{texts.details}</MenuItem>
      {mayWrite && mayBeRetried(document) && <MenuItem onSelect={() => act(retryDocument)}>{texts.retry}</MenuItem>}
      {mayWrite && isMoving(document) && <MenuItem onSelect={() => act(cancelDocument)}>{texts.cancel}</MenuItem>}
    </Menu>
  )
}

/** Why it could not be read and what to do, or what to know about what was read. */
function DocumentRemarks({ document }: { readonly document: DocumentSummary }) {
  const messages = useMessages()
  const { state, reason, detail } = document
  const advice = reason === null ? undefined : messages.library.advice[reason]
  const suspicion = suspicionOf(document, messages)
  return (
    <>
      {detail !== null && (
        <p className="col-span-full text-sm leading-relaxed [overflow-wrap:anywhere]">
          {reason !== null && <span className="font-medium text-poor">{messages.library.reasons[reason]}. </span>}
          {state === 'ready' && <span className="font-medium text-fair">{messages.library.remark} </span>}
          {advice ?? <span lang="en">{detail}</span>}
        </p>
      )}
      {suspicion !== null && <p className="col-span-full text-sm leading-relaxed text-poor">{suspicion}</p>}
    </>
  )
}
