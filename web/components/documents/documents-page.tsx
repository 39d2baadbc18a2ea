'use client'

import { may } from '../../lib/may.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useMessages } from '../preferences-provider.tsx'
import { useSession } from '../session-gate.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { type Tab, Tabs } from '../ui/tabs.tsx'
import { DeletionsView } from './deletions-view.tsx'
import { LibraryView } from './library-view.tsx'
import { SourcesView } from './sources-view.tsx'

/** The library; who may change it sees its sources too, and administrators what was deleted. */
export function DocumentsPage() {
  const messages = useMessages()
  const { views } = useTexts(manageDocuments)
  const { session } = useSession()
  // Kept, because files may be on their way, and what became of them must be seen.
  const library = { id: 'library', name: views.documents, content: <LibraryView />, kept: true }
  const tabs: readonly Tab[] = [
    library,
    ...(may(session, 'Contributor') ? [{ id: 'sources', name: views.sources, content: <SourcesView /> }] : []),
    ...(may(session, 'Admin') ? [{ id: 'deleted', name: views.deleted, content: <DeletionsView /> }] : []),
  ]
  return (
    <main id="content" className="mx-auto w-full max-w-5xl px-4 pt-10 pb-16 sm:px-6">
      <PageHeader title={messages.library.title} lead={messages.library.lead} />
      <div className="mt-6">
        <Tabs label={views.label} tabs={tabs} />
      </div>
    </main>
  )
}
