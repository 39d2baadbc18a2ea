'use client'

import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { ApiKeySummary, CreatedApiKey } from '../../../src/contracts/api-keys.ts'
import { client } from '../../lib/client.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ListPage } from '../list-page.tsx'
import { useFormats } from '../preferences-provider.tsx'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import type { Column } from '../ui/data-table.tsx'
import { RowActions } from '../ui/row-actions.tsx'
import { GroupIds } from './group-ids.tsx'
import { KeyForm } from './key-form.tsx'
import { highestRole } from './role-field.tsx'
import { SecretDialog } from './secret-dialog.tsx'

const readKeys: ReadPage<ApiKeySummary> = async (after, signal) => {
  const { api_keys: rows, next_cursor: next } = await dataOf(
    client.GET('/api/api-keys', { params: { query: after }, signal }),
  )
  return { rows, next }
}

type Step =
  | { readonly type: 'create' }
  | { readonly type: 'show'; readonly key: CreatedApiKey }
  | { readonly type: 'revoke'; readonly key: ApiKeySummary }

/** Keys for programs, each with a role, groups and an end. */
export function KeysPage() {
  const { keys: texts } = useTexts(administration)
  const formats = useFormats()
  const list = useList(readKeys)
  const [step, setStep] = useState<Step | null>(null)
  const close = () => setStep(null)
  const [now] = useState(() => Date.now())
  const columns = useKeyColumns(now, (key) => setStep({ type: 'revoke', key }))
  const created = (key: CreatedApiKey) => {
    list.refresh()
    setTimeout(() => setStep({ type: 'show', key }))
  }
  const revoke = async (id: string) => {
    await client.DELETE('/api/api-keys/{id}', { params: { path: { id } } })
    list.refresh()
  }
  return (
    <ListPage
      title={texts.title}
      lead={texts.lead}
      list={list}
      columns={columns}
      keyOf={(key) => key.id}
      empty={texts.empty}
      actions={
        <Button look="primary" onClick={() => setStep({ type: 'create' })}>
          <KeyRound aria-hidden="true" className="size-4" />
          {texts.create}
        </Button>
      }
    >
      {step?.type === 'create' && <KeyForm onCreated={created} onClose={close} />}
      {step?.type === 'show' && (
        <SecretDialog
          title={texts.shownTitle(step.key.name)}
          lead={texts.shownLead}
          secret={step.key.key}
          until={formats.day(step.key.expires_at)}
          onClose={close}
        />
      )}
      {step?.type === 'revoke' && (
        <ConfirmDialog
          title={texts.revokeTitle(step.key.name)}
          detail={texts.revokeDetail}
          confirm={texts.revoke}
          onConfirm={() => revoke(step.key.id)}
          onClose={close}
        />
      )}
    </ListPage>
  )
}

/** What became of a key. */
function stateOfKey(key: ApiKeySummary, now: number): keyof typeof TONES {
  if (key.revoked_at !== null) return 'revoked'
  return Date.parse(key.expires_at) <= now ? 'expired' : 'active'
}

function useKeyColumns(now: number, onRevoke: (key: ApiKeySummary) => void): readonly Column<ApiKeySummary>[] {
  const { keys: texts, roles, never } = useTexts(administration)
  const formats = useFormats()
  return [
    {
      id: 'name',
      name: texts.name,
      cell: (key) => (
        <>
          <span className="block">{key.name}</span>
          <code className="block font-normal text-ink-soft">{key.prefix}…</code>
        </>
      ),
    },
    { id: 'role', name: texts.role, cell: (key) => roles[highestRole(key.roles)] },
    { id: 'groups', name: texts.groups, cell: (key) => <GroupIds ids={key.group_ids} /> },
    { id: 'state', name: texts.state, cell: (key) => <KeyState state={stateOfKey(key, now)} /> },
    { id: 'expires', name: texts.expires, cell: (key) => formats.day(key.expires_at) },
    {
      id: 'used',
      name: texts.lastUsed,
      cell: (key) => (key.last_used_at === null ? never : formats.time(key.last_used_at)),
    },
    {
      id: 'actions',
      name: texts.actions,
      nameHidden: true,
      align: 'right',
      cell: (key) =>
        stateOfKey(key, now) === 'active' && (
          <RowActions>
            <Button look="quiet" aria-label={texts.revokeNamed(key.name)} onClick={() => onRevoke(key)}>
              {texts.revoke}
            </Button>
          </RowActions>
        ),
    },
  ]
}

const TONES = { active: 'good', expired: 'neutral', revoked: 'poor' } as const

function KeyState({ state }: { readonly state: keyof typeof TONES }) {
  const { keys: texts } = useTexts(administration)
  return <Chip tone={TONES[state]}>{texts.states[state]}</Chip>
}
