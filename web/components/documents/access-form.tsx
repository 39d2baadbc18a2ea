'use client'

import { type SubmitEvent, useState } from 'react'
import type { Problem } from '../../../src/client/request-failed.ts'
import type { AccessChange, DocumentAccess } from '../../../src/contracts/access.ts'
import type { DocumentSummary } from '../../../src/contracts/documents.ts'
import { entriesOf, entryOf } from '../../lib/access-entries.ts'
import { changeAccess } from '../../lib/document-access.ts'
import { formText } from '../../lib/form-text.ts'
import { problemOf } from '../../lib/problem.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { useMessages } from '../preferences-provider.tsx'
import { ProblemNotice } from '../problem-notice.tsx'
import { Button } from '../ui/button.tsx'
import { FormField, Select, TextArea } from '../ui/form-field.tsx'
import { useToast } from '../ui/toast-provider.tsx'

interface AccessFormProps {
  readonly document: DocumentSummary
  readonly access: DocumentAccess
  readonly onSaved: () => void
  readonly onCancel: () => void
}

type Way = 'everyone' | 'listed' | 'collection' | 'source'

/** Change who can see a document: everyone, those listed, or whom its collection or source lets in. */
export function AccessForm({ document, access, onSaved, onCancel }: AccessFormProps) {
  const messages = useMessages()
  const { access: texts } = useTexts(manageDocuments)
  const toast = useToast()
  const [way, setWay] = useState<Way>(wayOf(access))
  const [problem, setProblem] = useState<Problem | null>(null)
  const ways: readonly Way[] = [
    'everyone',
    'listed',
    ...(document.collection === null ? [] : (['collection'] as const)),
    'source',
  ]
  const save = async (listed: string) => {
    setProblem(null)
    try {
      const after = await changeAccess(document.id, await changeOf(way, listed))
      toast(after.lets_you_in ? texts.saved : texts.savedWithoutYou)
      onSaved()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    void save(formText(new FormData(event.currentTarget), 'listed'))
  }
  return (
    <form onSubmit={submit} className="space-y-4">
      <FormField
        label={texts.who}
        control={(props) => (
          <Select
            {...props}
            value={way}
            onChange={({ target }) => setWay(ways.find((one) => one === target.value) ?? 'listed')}
          >
            {ways.map((one) => (
              <option key={one} value={one}>
                {texts.ways[one](one === 'collection' ? (document.collection ?? '') : document.source)}
              </option>
            ))}
          </Select>
        )}
      />
      {way === 'listed' && <EntriesField access={access.access} />}
      {problem !== null && <ProblemNotice problem={worded(problem, texts)} onRetry={null} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{messages.dialog.cancel}</Button>
        <Button type="submit" look="primary">
          {texts.save}
        </Button>
      </div>
    </form>
  )
}

function EntriesField({ access }: { readonly access: readonly string[] }) {
  const { access: texts } = useTexts(manageDocuments)
  return (
    <FormField
      label={texts.entries}
      hint={texts.entriesHint}
      control={(props) => (
        <TextArea
          {...props}
          name="listed"
          rows={4}
          required
          defaultValue={access.filter((entry) => entry !== 'everyone').join('\n')}
        />
      )}
    />
  )
}

function wayOf({ from, access }: DocumentAccess): Way {
  if (from !== 'document') return from
  return access.includes('everyone') ? 'everyone' : 'listed'
}

async function changeOf(way: Way, listed: string): Promise<AccessChange> {
  if (way === 'collection' || way === 'source') return { inherit: way }
  if (way === 'everyone') return { access: ['everyone'] }
  return { access: await Promise.all(entriesOf(listed).map((line) => entryOf(line))) }
}

/** An address that nobody has is ours to explain; everything else the server explained. */
function worded(
  problem: Problem,
  texts: { readonly unknown: (address: string) => string; readonly unknownDetail: string },
) {
  if (problem.code !== 'unknown-person') return problem
  return { ...problem, title: texts.unknown(problem.title), detail: texts.unknownDetail }
}
