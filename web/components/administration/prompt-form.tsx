'use client'

import { useCallback } from 'react'
import { client } from '../../lib/client.ts'
import { readPrompt } from '../../lib/prompts.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { FormDialog, type FormFields } from '../ui/form-dialog.tsx'
import { FormField, TextArea, TextInput } from '../ui/form-field.tsx'
import { Waiting } from '../ui/waiting.tsx'

/** What the server takes; see `PromptDraft`. */
const LONGEST_WORDING = 4_000

interface PromptFormProps {
  /** The version whose words to begin with. */
  readonly from: number
  readonly onDrafted: () => void
  readonly onClose: () => void
}

/** Write a new version of the wording. */
export function PromptForm({ from, onDrafted, onClose }: PromptFormProps) {
  const { prompts: texts } = useTexts(administration)
  const read = useCallback((signal: AbortSignal) => readPrompt(from, signal), [from])
  const { value, problem, refresh } = useLoad(read)
  const submit = async (fields: FormFields) => {
    const note = fields('note')
    await client.POST('/api/admin/prompts', { body: { text: fields('text'), ...(note === '' ? {} : { note }) } })
    onDrafted()
  }
  return (
    <FormDialog
      wide
      title={texts.draftTitle}
      lead={texts.draftLead}
      submit={texts.saveDraft}
      ready={value !== null}
      onSubmit={submit}
      onClose={onClose}
    >
      {problem !== null && <ProblemNotice problem={problem} onRetry={refresh} />}
      {value === null && problem === null && <Waiting text={texts.loading} />}
      {value !== null && (
        <FormField
          label={texts.text}
          control={(props) => (
            <TextArea {...props} name="text" required rows={10} maxLength={LONGEST_WORDING} defaultValue={value.text} />
          )}
        />
      )}
      <FormField
        label={texts.note}
        hint={texts.noteHint}
        control={(props) => <TextInput {...props} name="note" maxLength={500} />}
      />
    </FormDialog>
  )
}
