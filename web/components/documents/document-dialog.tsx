'use client'

import type { DocumentSummary } from '../../../src/contracts/documents.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useFormats, useMessages } from '../preferences-provider.tsx'
import { StateChip } from '../state-chip.tsx'
import { DocumentName } from '../ui/breakable.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Facts } from '../ui/facts.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { DocumentAccessView } from './document-access-view.tsx'
import { DocumentVersions } from './document-versions.tsx'

interface DocumentDialogProps {
  readonly document: DocumentSummary
  readonly onChanged: () => void
  readonly onClose: () => void
}

/** Everything about a document: facts, versions, who can see it. */
export function DocumentDialog({ document, onChanged, onClose }: DocumentDialogProps) {
  const { dialog: texts } = useTexts(manageDocuments)
  return (
    <Dialog shape="wide" title={document.title} onClose={onClose}>
      <div className="mt-4">
        <Tabs
          label={texts.views}
          tabs={[
            { id: 'facts', name: texts.facts, content: <DocumentFacts document={document} /> },
            { id: 'versions', name: texts.versions, content: <DocumentVersions id={document.id} /> },
            {
              id: 'access',
              name: texts.access,
              content: <DocumentAccessView document={document} onChanged={onChanged} />,
            },
          ]}
        />
      </div>
    </Dialog>
  )
}

function DocumentFacts({ document }: { readonly document: DocumentSummary }) {
  const messages = useMessages()
  const { dialog: texts } = useTexts(manageDocuments)
  const formats = useFormats()
  const { timings } = document
  const span = (milliseconds: number | null) => (milliseconds === null ? '–' : formats.duration(milliseconds))
  const count = (value: number | null) => (value === null ? '–' : formats.number(value))
  return (
    <Facts
      facts={[
        { name: texts.state, value: <StateChip state={document.state} /> },
        { name: texts.source, value: document.source },
        { name: texts.externalId, value: <DocumentName name={document.external_id} /> },
        { name: texts.collection, value: document.collection ?? '–' },
        { name: texts.type, value: `${document.media_type}, ${formats.size(document.size_in_bytes)}` },
        { name: texts.pages, value: `${count(document.pages)} / ${count(document.passages)}` },
        { name: texts.waited, value: span(timings.waiting_ms) },
        { name: messages.states.parsing, value: span(timings.parsing_ms) },
        { name: messages.states.embedding, value: span(timings.embedding_ms) },
        { name: messages.states.indexing, value: span(timings.indexing_ms) },
        { name: texts.attempts, value: formats.number(document.attempt) },
        { name: texts.added, value: formats.time(document.created_at) },
        { name: texts.updated, value: formats.time(document.updated_at) },
        { name: texts.hash, value: <code className="text-xs select-all">{document.sha256}</code> },
      ]}
    />
  )
}
