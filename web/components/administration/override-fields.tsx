'use client'

import { useId, useState } from 'react'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import type { FormFields } from '../ui/form-dialog.tsx'
import { FormField, TextInput } from '../ui/form-field.tsx'

const CHECKED = 'on'

/** A box that says "all the same", and once it is ticked the reason, without which nothing is sent. */
export function OverrideFields({ label }: { readonly label: string }) {
  const { override: texts } = useTexts(administration)
  const id = useId()
  const [ticked, setTicked] = useState(false)
  return (
    <>
      <div className="flex items-start gap-2.5">
        <input
          id={id}
          type="checkbox"
          name="override"
          value={CHECKED}
          checked={ticked}
          onChange={(event) => setTicked(event.target.checked)}
          className="mt-0.5 size-5 shrink-0 accent-accent"
        />
        <label htmlFor={id} className="text-sm leading-relaxed">
          {label}
        </label>
      </div>
      {ticked && (
        <FormField
          label={texts.reason}
          hint={texts.reasonHint}
          control={(props) => <TextInput {...props} name="reason" required maxLength={500} />}
        />
      )}
    </>
  )
}

/** What the fields say, as the server takes it. */
export function overrideOf(fields: FormFields): { override?: true; reason?: string } {
  return fields('override') === CHECKED ? { override: true, reason: fields('reason') } : {}
}
