'use client'

import { dataOf } from '../../../src/client/footnote-client.ts'
import type { SignInLink, User } from '../../../src/contracts/users.ts'
import { client } from '../../lib/client.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { FormDialog, type FormFields } from '../ui/form-dialog.tsx'
import { FormField, TextInput } from '../ui/form-field.tsx'
import { groupsOf, highestRole, RoleAndGroups, roleOf } from './role-field.tsx'

interface PersonFormProps {
  /** Null to invite somebody new. */
  readonly user: User | null
  readonly onInvited: (name: string, link: SignInLink) => void
  readonly onChanged: () => void
  readonly onClose: () => void
}

/** Invite somebody, or change what somebody may do. */
export function PersonForm({ user, onInvited, onChanged, onClose }: PersonFormProps) {
  const { people: texts } = useTexts(administration)
  const submit = async (fields: FormFields) => {
    const roles = [roleOf(fields('role'))]
    const body = { display_name: fields('name'), roles, group_ids: groupsOf(fields('groups')) }
    if (user === null) {
      const invited = await dataOf(client.POST('/api/users', { body: { ...body, email: fields('email') } }))
      onInvited(invited.user.display_name, invited.link)
    } else {
      await client.PATCH('/api/users/{id}', { params: { path: { id: user.id } }, body })
      onChanged()
    }
  }
  return (
    <FormDialog
      title={user === null ? texts.inviteTitle : texts.changeTitle(user.display_name)}
      lead={user === null ? texts.inviteLead : texts.changeLead}
      submit={user === null ? texts.sendInvite : texts.save}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormField
        label={texts.name}
        control={(props) => (
          <TextInput {...props} name="name" required maxLength={100} defaultValue={user?.display_name ?? ''} />
        )}
      />
      {user === null && (
        <FormField
          label={texts.email}
          control={(props) => <TextInput {...props} name="email" type="email" required maxLength={254} />}
        />
      )}
      <RoleAndGroups {...(user === null ? {} : { role: highestRole(user.roles), groups: user.group_ids })} />
    </FormDialog>
  )
}
