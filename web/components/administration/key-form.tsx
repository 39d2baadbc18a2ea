'use client'

import { dataOf } from '../../../src/client/footnote-client.ts'
import type { CreatedApiKey } from '../../../src/contracts/api-keys.ts'
import { client } from '../../lib/client.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { FormDialog, type FormFields } from '../ui/form-dialog.tsx'
import { FormField, Select, TextInput } from '../ui/form-field.tsx'
import { groupsOf, RoleAndGroups, roleOf } from './role-field.tsx'

/** How long keys may live, up to the server's limit. */
const LIVES_IN_DAYS = [7, 30, 90, 180, 365]
const USUAL_LIFE_IN_DAYS = 90

interface KeyFormProps {
  readonly onCreated: (key: CreatedApiKey) => void
  readonly onClose: () => void
}

/** Make an API key. */
export function KeyForm({ onCreated, onClose }: KeyFormProps) {
  const { keys: texts } = useTexts(administration)
  const submit = async (fields: FormFields) => {
    const body = {
      name: fields('name'),
      roles: [roleOf(fields('role'))],
      group_ids: groupsOf(fields('groups')),
      expires_in_days: Number(fields('days')),
    }
    onCreated(await dataOf(client.POST('/api/api-keys', { body })))
  }
  return (
    <FormDialog
      title={texts.createTitle}
      lead={texts.createLead}
      submit={texts.create}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormField
        label={texts.name}
        hint={texts.nameHint}
        control={(props) => <TextInput {...props} name="name" required maxLength={200} />}
      />
      <RoleAndGroups />
      <FormField
        label={texts.life}
        control={(props) => (
          <Select {...props} name="days" defaultValue={USUAL_LIFE_IN_DAYS}>
            {LIVES_IN_DAYS.map((days) => (
              <option key={days} value={days}>
                {texts.days(days)}
              </option>
            ))}
          </Select>
        )}
      />
    </FormDialog>
  )
}
