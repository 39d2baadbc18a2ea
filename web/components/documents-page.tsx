'use client'

import { useState } from 'react'
import type { DocumentSummary } from '../../src/contracts/documents.ts'
import { may } from '../lib/may.ts'
import { useDocuments } from '../lib/use-documents.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { DocumentRow } from './document-row.tsx'
import { useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { useSession } from './session-gate.tsx'
import { PageHeader } from './ui/page-header.tsx'
import { UploadArea } from './upload-area.tsx'

export function DocumentsPage() {
  const messages = useMessages()
  const { session, reportSignedOut } = useSession()
  const { documents, hasMore, problem, refresh, showMore } = useDocuments(reportSignedOut)
  const [deleting, setDeleting] = useState<DocumentSummary | null>(null)
  const mayWrite = may(session, 'Contributor')

  return (
    <main id="content" className="mx-auto w-full max-w-3xl px-4 pt-10 pb-16 sm:px-6">
      <PageHeader title={messages.library.title} lead={messages.library.lead} />
      {mayWrite && <UploadArea onReceived={refresh} onSignedOut={reportSignedOut} />}
      {problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />}
      {documents === null && problem === null && (
        <output className="mt-8 block text-ink-soft">{messages.library.loading}</output>
      )}
      {documents?.length === 0 && <EmptyLibrary mayWrite={mayWrite} />}
      {documents !== null && documents.length > 0 && (
        <ul aria-label={messages.library.list} className="mt-8 divide-y divide-line border-y border-line">
          {documents.map((document) => (
            <DocumentRow
              key={document.id}
              document={document}
              onDelete={mayWrite ? () => setDeleting(document) : null}
            />
          ))}
        </ul>
      )}
      {hasMore && (
        <button
          type="button"
          onClick={showMore}
          className="mt-4 rounded-lg border border-edge px-4 py-2 text-sm font-medium hover:bg-sunken"
        >
          {messages.library.more}
        </button>
      )}
      {deleting !== null && <DeleteDialog document={deleting} onClose={() => setDeleting(null)} onDeleted={refresh} />}
    </main>
  )
}

function EmptyLibrary({ mayWrite }: { readonly mayWrite: boolean }) {
  const messages = useMessages()
  return (
    <div className="mt-10 text-center">
      <p className="font-medium">{messages.library.empty}</p>
      <p className="mt-1 text-sm text-ink-soft">
        {mayWrite ? messages.library.emptyHint : messages.library.emptyReader}
      </p>
    </div>
  )
}
