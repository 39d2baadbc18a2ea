'use client'

import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { PromptSummary } from '../../../src/contracts/prompts.ts'
import { client } from '../../lib/client.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ListPage } from '../list-page.tsx'
import { Button } from '../ui/button.tsx'
import { Chip, type Tone } from '../ui/chip.tsx'
import type { Column } from '../ui/data-table.tsx'
import { RowActions } from '../ui/row-actions.tsx'
import { DoneBy } from './done-by.tsx'
import { PromptDialogs, type PromptStep } from './prompt-dialogs.tsx'

const readPrompts: ReadPage<PromptSummary> = async (after, signal) => {
  const reply = await dataOf(client.GET('/api/admin/prompts', { params: { query: after }, signal }))
  return { rows: reply.prompts, next: reply.next_cursor }
}

const TONES: Readonly<Record<PromptSummary['state'], Tone>> = {
  draft: 'fair',
  reviewed: 'accent',
  active: 'good',
  retired: 'neutral',
}

/** The wording that models answer by, in versions: writing, reading, activating, going back. */
export function PromptsPage() {
  const { prompts: texts } = useTexts(administration)
  const list = useList(readPrompts)
  const [step, setStep] = useState<PromptStep | null>(null)
  const columns = usePromptColumns(setStep)
  const active = list.rows?.find(({ state }) => state === 'active')?.version ?? 0
  const mayGoBack = list.rows?.some(({ state }) => state === 'retired') === true
  return (
    <ListPage
      title={texts.title}
      lead={texts.lead}
      list={list}
      columns={columns}
      keyOf={({ version }) => String(version)}
      empty={texts.empty}
      actions={
        <>
          {mayGoBack && <Button onClick={() => setStep({ type: 'roll-back' })}>{texts.rollBack}</Button>}
          <Button look="primary" onClick={() => setStep({ type: 'draft', from: active })}>
            {texts.draft}
          </Button>
        </>
      }
    >
      {step !== null && <PromptDialogs step={step} onStep={setStep} onChanged={list.refresh} />}
    </ListPage>
  )
}

function usePromptColumns(onStep: (step: PromptStep) => void): readonly Column<PromptSummary>[] {
  const { prompts: texts } = useTexts(administration)
  return [
    {
      id: 'version',
      name: texts.version,
      cell: ({ version }) => (
        <span className="whitespace-nowrap">{version === 0 ? texts.standard : texts.number(version)}</span>
      ),
    },
    {
      id: 'state',
      name: texts.state,
      cell: ({ state }) => <Chip tone={TONES[state]}>{texts.states[state]}</Chip>,
    },
    {
      id: 'note',
      name: texts.note,
      cell: ({ note }) => <span className="block min-w-40 max-w-md [overflow-wrap:anywhere]">{note || '–'}</span>,
    },
    { id: 'created', name: texts.written, cell: (prompt) => <DoneBy by={prompt.created_by} at={prompt.created_at} /> },
    {
      id: 'reviewed',
      name: texts.reviewed,
      cell: (prompt) => (
        <>
          <DoneBy by={prompt.reviewed_by} at={prompt.reviewed_at} />
          {prompt.self_reviewed && <span className="block text-fair">{texts.selfReviewed}</span>}
        </>
      ),
    },
    {
      id: 'activated',
      name: texts.activated,
      cell: (prompt) => (
        <>
          <DoneBy by={prompt.activated_by} at={prompt.activated_at} />
          {prompt.override_reason !== null && (
            <span className="block text-fair [overflow-wrap:anywhere]">{texts.overridden(prompt.override_reason)}</span>
          )}
        </>
      ),
    },
    {
      id: 'actions',
      name: texts.actions,
      nameHidden: true,
      align: 'right',
      cell: (prompt) => <PromptActions prompt={prompt} onStep={onStep} />,
    },
  ]
}

interface PromptActionsProps {
  readonly prompt: PromptSummary
  readonly onStep: (step: PromptStep) => void
}

function PromptActions({ prompt: { version, state }, onStep }: PromptActionsProps) {
  const { prompts: texts } = useTexts(administration)
  return (
    <RowActions>
      <Button look="quiet" aria-label={texts.readNamed(version)} onClick={() => onStep({ type: 'read', version })}>
        {texts.read}
      </Button>
      {state === 'draft' && (
        <Button
          look="quiet"
          aria-label={texts.reviewNamed(version)}
          onClick={() => onStep({ type: 'review', version })}
        >
          {texts.review}
        </Button>
      )}
      {(state === 'reviewed' || state === 'retired') && (
        <Button
          look="quiet"
          aria-label={texts.activateNamed(version)}
          onClick={() => onStep({ type: 'activate', version })}
        >
          {texts.activate}
        </Button>
      )}
    </RowActions>
  )
}
