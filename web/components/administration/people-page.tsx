'use client'

import { MoreHorizontal, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { User } from '../../../src/contracts/users.ts'
import { client } from '../../lib/client.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ListPage } from '../list-page.tsx'
import { useFormats } from '../preferences-provider.tsx'
import { Button } from '../ui/button.tsx'
import { Chip, type Tone } from '../ui/chip.tsx'
import type { Column } from '../ui/data-table.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import { RowActions } from '../ui/row-actions.tsx'
import { GroupIds } from './group-ids.tsx'
import { PeopleDialogs, type PeopleStep } from './people-dialogs.tsx'
import { highestRole } from './role-field.tsx'

const readPeople: ReadPage<User> = async (after, signal) => {
  const { users, next_cursor: next } = await dataOf(client.GET('/api/users', { params: { query: after }, signal }))
  return { rows: users, next }
}

const TONES: Readonly<Record<User['state'], Tone>> = { active: 'good', invited: 'fair', disabled: 'poor' }

/** Who may sign in, what they may do, and the links with which they begin. */
export function PeoplePage() {
  const { people: texts } = useTexts(administration)
  const list = useList(readPeople)
  const [step, setStep] = useState<PeopleStep | null>(null)
  const columns = usePeopleColumns(setStep)
  return (
    <ListPage
      title={texts.title}
      lead={texts.lead}
      list={list}
      columns={columns}
      keyOf={(user) => user.id}
      empty={texts.empty}
      actions={
        <Button look="primary" onClick={() => setStep({ type: 'invite' })}>
          <UserPlus aria-hidden="true" className="size-4" />
          {texts.invite}
        </Button>
      }
    >
      {step !== null && <PeopleDialogs step={step} onStep={setStep} onChanged={list.refresh} />}
    </ListPage>
  )
}

function usePeopleColumns(onStep: (step: PeopleStep) => void): readonly Column<User>[] {
  const { people: texts, roles, never } = useTexts(administration)
  const formats = useFormats()
  return [
    {
      id: 'name',
      name: texts.name,
      cell: (user) => (
        <>
          <span className="block">{user.display_name}</span>
          <span className="block min-w-40 font-normal text-ink-soft [overflow-wrap:anywhere]">
            {user.email ?? user.id}
          </span>
        </>
      ),
    },
    { id: 'role', name: texts.role, cell: (user) => roles[highestRole(user.roles)] },
    { id: 'groups', name: texts.groups, cell: (user) => <GroupIds ids={user.group_ids} /> },
    {
      id: 'state',
      name: texts.state,
      cell: (user) => <Chip tone={TONES[user.state]}>{texts.states[user.state]}</Chip>,
    },
    {
      id: 'last',
      name: texts.lastSignIn,
      cell: (user) => (user.last_sign_in_at === null ? never : formats.time(user.last_sign_in_at)),
    },
    {
      id: 'actions',
      name: texts.actions,
      nameHidden: true,
      align: 'right',
      cell: (user) => (
        <RowActions>
          <PersonMenu user={user} onStep={onStep} />
        </RowActions>
      ),
    },
  ]
}

function PersonMenu({ user, onStep }: { readonly user: User; readonly onStep: (step: PeopleStep) => void }) {
  const { people: texts } = useTexts(administration)
  const local = user.provider === 'local'
  return (
    <Menu trigger={<IconButton label={texts.actionsFor(user.display_name)} icon={MoreHorizontal} />}>
      <MenuItem onSelect={() => onStep({ type: 'change', user })}>{texts.change}</MenuItem>
      {local && user.state !== 'disabled' && (
        <MenuItem onSelect={() => onStep({ type: 'link', user })}>{texts.newLink}</MenuItem>
      )}
      {local && user.state === 'active' && (
        <MenuItem onSelect={() => onStep({ type: 'reset', user })}>{texts.resetPassword}</MenuItem>
      )}
      <MenuItem danger={user.state !== 'disabled'} onSelect={() => onStep({ type: 'disable', user })}>
        {user.state === 'disabled' ? texts.enable : texts.disable}
      </MenuItem>
    </Menu>
  )
}
