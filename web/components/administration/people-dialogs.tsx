'use client'

import { dataOf } from '../../../src/client/footnote-client.ts'
import { assertNever } from '../../../src/contracts/assert-never.ts'
import type { SignInLink, User } from '../../../src/contracts/users.ts'
import { client } from '../../lib/client.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { useFormats } from '../preferences-provider.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { PersonForm } from './person-form.tsx'
import { SecretDialog } from './secret-dialog.tsx'

/** What is being done about people. */
export type PeopleStep =
  | { readonly type: 'invite' }
  | { readonly type: 'change' | 'link' | 'reset' | 'disable'; readonly user: User }
  | { readonly type: 'show-link'; readonly name: string; readonly link: SignInLink }

interface PeopleDialogsProps {
  readonly step: PeopleStep
  readonly onStep: (step: PeopleStep | null) => void
  readonly onChanged: () => void
}

/** The dialog of each step; one that made a link is followed by the one that shows it. */
export function PeopleDialogs({ step, onStep, onChanged }: PeopleDialogsProps) {
  const { people: texts } = useTexts(administration)
  const formats = useFormats()
  // A dialog closes itself after it succeeded; the one that follows must stay.
  const close = () => onStep(null)
  const showLink = (name: string, link: SignInLink) => {
    onChanged()
    setTimeout(() => onStep({ type: 'show-link', name, link }))
  }
  switch (step.type) {
    case 'invite':
      return <PersonForm user={null} onInvited={showLink} onChanged={onChanged} onClose={close} />
    case 'change':
      return <PersonForm user={step.user} onInvited={showLink} onChanged={onChanged} onClose={close} />
    case 'link':
    case 'reset':
      return <NewLinkDialog user={step.user} reset={step.type === 'reset'} onMade={showLink} onClose={close} />
    case 'disable':
      return <DisableDialog user={step.user} onChanged={onChanged} onClose={close} />
    case 'show-link': {
      const { name, link } = step
      const until = formats.time(link.expires_at)
      return (
        <SecretDialog
          title={texts.linkTitle(name)}
          lead={texts.linkLead}
          secret={link.url}
          until={until}
          onClose={close}
        />
      )
    }
    default:
      return assertNever(step)
  }
}

interface NewLinkDialogProps {
  readonly user: User
  readonly reset: boolean
  readonly onMade: (name: string, link: SignInLink) => void
  readonly onClose: () => void
}

function NewLinkDialog({ user, reset, onMade, onClose }: NewLinkDialogProps) {
  const { people: texts } = useTexts(administration)
  const make = async () => {
    const params = { path: { id: user.id } }
    const body = { reset_password: reset }
    onMade(user.display_name, await dataOf(client.POST('/api/users/{id}/sign-in-links', { params, body })))
  }
  return (
    <ConfirmDialog
      title={reset ? texts.resetTitle(user.display_name) : texts.newLinkTitle(user.display_name)}
      detail={reset ? texts.resetDetail : texts.newLinkDetail}
      confirm={texts.makeLink}
      look="primary"
      onConfirm={make}
      onClose={onClose}
    />
  )
}

interface DisableDialogProps {
  readonly user: User
  readonly onChanged: () => void
  readonly onClose: () => void
}

function DisableDialog({ user, onChanged, onClose }: DisableDialogProps) {
  const { people: texts } = useTexts(administration)
  const disabled = user.state !== 'disabled'
  const change = async () => {
    await client.PATCH('/api/users/{id}', { params: { path: { id: user.id } }, body: { disabled } })
    onChanged()
  }
  return (
    <ConfirmDialog
      title={disabled ? texts.disableTitle(user.display_name) : texts.enableTitle(user.display_name)}
      detail={disabled ? texts.disableDetail : texts.enableDetail}
      confirm={disabled ? texts.disable : texts.enable}
      look={disabled ? 'danger' : 'primary'}
      onConfirm={change}
      onClose={onClose}
    />
  )
}
