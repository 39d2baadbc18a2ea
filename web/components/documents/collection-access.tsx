'use client'

import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import { entriesOf, entryOf } from '../../lib/access-entries.ts'
import { client } from '../../lib/client.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { manageDocuments } from '../../messages/manage-documents.ts'
import { Button } from '../ui/button.tsx'
import { FormDialog, type FormFields } from '../ui/form-dialog.tsx'
import { FormField, Select, TextArea, TextInput } from '../ui/form-field.tsx'
import { useToast } from '../ui/toast-provider.tsx'

/** Set the list that documents of a collection or source inherit. */
export function CollectionAccess() {
  const { inherited: texts } = useTexts(manageDocuments)
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const submit = async (fields: FormFields) => {
    const access = await Promise.all(entriesOf(fields('access')).map((line) => entryOf(line)))
    const list = { kind: fields('kind') === 'source' ? 'source' : 'collection', name: fields('name') } as const
    const { documents } = await dataOf(client.PUT('/api/access-lists', { params: { query: list }, body: { access } }))
    toast(texts.saved(documents))
  }
  return (
    <section className="mt-8 border-t border-line pt-6">
      <h2 className="text-lg font-semibold">{texts.title}</h2>
      <p className="mt-1 max-w-prose text-sm leading-relaxed text-ink-soft">{texts.lead}</p>
      <Button className="mt-4" onClick={() => setOpen(true)}>
        {texts.open}
      </Button>
      {open && (
        <FormDialog
          title={texts.formTitle}
          lead={texts.formLead}
          submit={texts.save}
          onSubmit={submit}
          onClose={() => setOpen(false)}
        >
          <FormField
            label={texts.kind}
            control={(props) => (
              <Select {...props} name="kind">
                <option value="collection">{texts.kinds.collection}</option>
                <option value="source">{texts.kinds.source}</option>
              </Select>
            )}
          />
          <FormField
            label={texts.name}
            control={(props) => <TextInput {...props} name="name" required maxLength={200} />}
          />
          <FormField
            label={texts.entries}
            hint={texts.entriesHint}
            control={(props) => <TextArea {...props} name="access" rows={4} required />}
          />
        </FormDialog>
      )}
    </section>
  )
}
