'use client'

import { type SubmitEvent, useCallback, useState } from 'react'
import { explainAccess } from '../../lib/document-access.ts'
import { formText } from '../../lib/form-text.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { FormField, TextInput } from '../ui/form-field.tsx'
import { Waiting } from '../ui/waiting.tsx'

/** Ask why somebody may or may not read a document. */
export function AccessExplainer({ documentId }: { readonly documentId: string }) {
  const { explain: texts } = useTexts(manageDocuments)
  const [person, setPerson] = useState('')
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    setPerson(formText(new FormData(event.currentTarget), 'person'))
  }
  return (
    <section className="border-t border-line pt-5">
      <form onSubmit={submit} className="flex items-end gap-2">
        <div className="min-w-0 grow">
          <FormField
            label={texts.question}
            hint={texts.hint}
            control={(props) => <TextInput {...props} name="person" required />}
          />
        </div>
        <Button type="submit" className="min-h-10">
          {texts.ask}
        </Button>
      </form>
      {person !== '' && <Explanation key={person} documentId={documentId} person={person} />}
    </section>
  )
}

function Explanation({ documentId, person }: { readonly documentId: string; readonly person: string }) {
  const { explain: texts } = useTexts(manageDocuments)
  const read = useCallback((signal: AbortSignal) => explainAccess(documentId, person, signal), [documentId, person])
  const { value, problem, refresh } = useLoad(read)
  if (problem !== null) return <ProblemNotice problem={problem} onRetry={refresh} />
  if (value === null) return <Waiting text={texts.loading} />
  return (
    <output className="mt-4 block text-sm leading-relaxed">
      <Chip tone={value.allowed ? 'good' : 'poor'}>{value.allowed ? texts.allowed : texts.refused}</Chip>
      {value.sentences.map((sentence) => (
        <span key={sentence} className="mt-2 block" lang="en">
          {sentence}
        </span>
      ))}
      {value.what_to_do !== null && (
        <span className="mt-2 block font-medium" lang="en">
          {value.what_to_do}
        </span>
      )}
    </output>
  )
}
