'use client'

import { useCallback, useState } from 'react'
import type { DocumentAccess } from '../../../src/contracts/access.ts'
import type { DocumentSummary } from '../../../src/contracts/documents.ts'
import { readAccess } from '../../lib/document-access.ts'
import { may } from '../../lib/may.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { useSession } from '../session-gate.tsx'
import { Button } from '../ui/button.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { AccessExplainer } from './access-explainer.tsx'
import { AccessForm } from './access-form.tsx'

interface DocumentAccessViewProps {
  readonly document: DocumentSummary
  readonly onChanged: () => void
}

/** Who can see a document and where that is decided; who may write changes it, administrators ask why. */
export function DocumentAccessView({ document, onChanged }: DocumentAccessViewProps) {
  const { access: texts } = useTexts(manageDocuments)
  const { session } = useSession()
  const [editing, setEditing] = useState(false)
  const read = useCallback((signal: AbortSignal) => readAccess(document.id, signal), [document.id])
  const { value, problem, refresh } = useLoad(read)
  const saved = () => {
    setEditing(false)
    refresh()
    onChanged()
  }
  if (problem !== null) return <ProblemNotice problem={problem} onRetry={refresh} />
  if (value === null) return <Waiting text={texts.loading} />
  return (
    <div className="space-y-6">
      {editing ? (
        <AccessForm document={document} access={value} onSaved={saved} onCancel={() => setEditing(false)} />
      ) : (
        <div className="flex flex-wrap items-start justify-between gap-4">
          <AccessList access={value} />
          {may(session, 'Contributor') && <Button onClick={() => setEditing(true)}>{texts.change}</Button>}
        </div>
      )}
      {may(session, 'Admin') && <AccessExplainer documentId={document.id} />}
    </div>
  )
}

function AccessList({ access }: { readonly access: DocumentAccess }) {
  const { access: texts } = useTexts(manageDocuments)
  return (
    <div className="min-w-0">
      <ul className="space-y-1 font-medium">
        {access.access.map((entry) => (
          <li key={entry} className="[overflow-wrap:anywhere]">
            {entryText(entry, texts)}
          </li>
        ))}
      </ul>
      <p className="mt-2 text-sm text-ink-soft">{texts.decided[access.from](access.name ?? '')}</p>
      {!access.lets_you_in && <p className="mt-1 text-sm text-fair">{texts.withoutYou}</p>}
    </div>
  )
}

function entryText(
  entry: string,
  texts: { readonly everyone: string; readonly kinds: Readonly<Record<string, string>> },
) {
  if (entry === 'everyone') return texts.everyone
  const [kind = '', ...name] = entry.split(':')
  return `${texts.kinds[kind] ?? kind} ${name.join(':')}`
}
