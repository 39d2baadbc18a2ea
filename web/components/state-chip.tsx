import type { DocumentState } from '../../src/contracts/documents.ts'
import { useMessages } from './preferences-provider.tsx'

const WORKING = 'bg-accent-soft text-accent'

const COLOURS: Readonly<Record<DocumentState, string>> = {
  queued: 'bg-sunken text-ink-soft',
  parsing: WORKING,
  embedding: WORKING,
  indexing: WORKING,
  ready: 'bg-good-soft text-good',
  needs_ocr: 'bg-fair-soft text-fair',
  failed: 'bg-poor-soft text-poor',
  deleted: 'bg-sunken text-ink-soft',
}

export function StateChip({ state }: { readonly state: DocumentState }) {
  const messages = useMessages()
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-2 rounded-full px-2.5 py-1 text-xs font-medium ${COLOURS[state]}`}
    >
      {messages.states[state]}
      {COLOURS[state] === WORKING && (
        <span aria-hidden="true" className="working-dots">
          <i />
          <i />
          <i />
        </span>
      )}
    </span>
  )
}
