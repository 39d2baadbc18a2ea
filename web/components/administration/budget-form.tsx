'use client'

import { useState } from 'react'
import { client } from '../../lib/client.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { FormDialog, type FormFields } from '../ui/form-dialog.tsx'
import { FormField, Select, TextInput } from '../ui/form-field.tsx'
import { type Budget, subjectText } from './limits-page.tsx'

interface BudgetFormProps {
  /** Null for a new one. */
  readonly budget: Budget | null
  readonly onSaved: () => void
  readonly onClose: () => void
}

const KINDS = ['tenant', 'everyone', 'group', 'user'] as const
/** These stand for themselves; the others need a name. */
const NAMELESS: ReadonlySet<string> = new Set(['tenant', 'everyone'])

/** Set what somebody may use per day. An empty field is no limit. */
export function BudgetForm({ budget, onSaved, onClose }: BudgetFormProps) {
  const { limits: texts } = useTexts(administration)
  const [kind, setKind] = useState<string>('group')
  const submit = async (fields: FormFields) => {
    const subject = budget?.subject ?? (NAMELESS.has(kind) ? kind : `${kind}:${fields('name')}`)
    const body = { tokens_per_day: amountOf(fields('tokens')), cost_per_day: amountOf(fields('cost')) }
    await client.PUT('/api/admin/budgets', { params: { query: { subject } }, body })
    onSaved()
  }
  const title = budget === null ? texts.addTitle : texts.changeNamed(subjectText(budget.subject, texts.subjects))
  return (
    <FormDialog title={title} lead={texts.formLead} submit={texts.save} onSubmit={submit} onClose={onClose}>
      {budget === null && (
        <FormField
          label={texts.subject}
          control={(props) => (
            <Select {...props} value={kind} onChange={(event) => setKind(event.target.value)}>
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {texts.subjects[one]}
                </option>
              ))}
            </Select>
          )}
        />
      )}
      {budget === null && !NAMELESS.has(kind) && (
        <FormField
          label={kind === 'group' ? texts.groupId : texts.userId}
          control={(props) => <TextInput {...props} name="name" required pattern="\S+" />}
        />
      )}
      <AmountFields budget={budget} />
    </FormDialog>
  )
}

function AmountFields({ budget }: Pick<BudgetFormProps, 'budget'>) {
  const { limits: texts } = useTexts(administration)
  return (
    <>
      <FormField
        label={texts.tokensPerDay}
        hint={texts.emptyIsNone}
        control={(props) => (
          <TextInput
            {...props}
            name="tokens"
            type="number"
            min={0}
            step={1}
            defaultValue={budget?.tokens_per_day ?? ''}
          />
        )}
      />
      <FormField
        label={texts.costPerDay}
        hint={texts.costHint}
        control={(props) => (
          <TextInput
            {...props}
            name="cost"
            type="number"
            min={0}
            step="any"
            defaultValue={budget?.cost_per_day ?? ''}
          />
        )}
      />
    </>
  )
}

function amountOf(text: string): number | null {
  return text === '' ? null : Number(text)
}
