'use client'

import { useState } from 'react'
import { dataOf } from '../../../src/client/footnote-client.ts'
import type { DeadLetterSummary } from '../../../src/contracts/dead-letters.ts'
import { client } from '../../lib/client.ts'
import { type ReadPage, useList } from '../../lib/use-list.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ListPage } from '../list-page.tsx'
import { useFormats } from '../preferences-provider.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import type { Column } from '../ui/data-table.tsx'
import { RowActions } from '../ui/row-actions.tsx'
import { useToast } from '../ui/toast-provider.tsx'

const readLetters: ReadPage<DeadLetterSummary> = async (after, signal) => {
  const reply = await dataOf(client.GET('/api/admin/dead-letters', { params: { query: after }, signal }))
  return { rows: reply.dead_letters, next: reply.next_cursor }
}

/** What is to be done, with one letter or with all (null). */
interface Step {
  readonly type: 'replay' | 'discard'
  readonly letter: DeadLetterSummary | null
}

/** Work that was given up: why, and trying it again. */
export function DeadLettersPage() {
  const { deadLetters: texts } = useTexts(administration)
  const toast = useToast()
  const list = useList(readLetters)
  const [step, setStep] = useState<Step | null>(null)
  const columns = useLetterColumns(setStep)
  const act = async ({ type, letter }: Step) => {
    const body = letter === null ? {} : { ids: [letter.id] }
    if (type === 'replay') {
      const { replayed, obsolete } = await dataOf(client.POST('/api/admin/dead-letters/replay', { body }))
      toast(texts.replayed(replayed, obsolete))
    } else {
      const { discarded } = await dataOf(client.POST('/api/admin/dead-letters/discard', { body }))
      toast(texts.discarded(discarded))
    }
    list.refresh()
  }
  const some = (list.rows?.length ?? 0) > 0
  return (
    <ListPage
      title={texts.title}
      lead={texts.lead}
      list={list}
      columns={columns}
      keyOf={(letter) => letter.id}
      empty={texts.empty}
      actions={
        some && (
          <>
            <Button onClick={() => setStep({ type: 'replay', letter: null })}>{texts.replayAll}</Button>
            <Button onClick={() => setStep({ type: 'discard', letter: null })}>{texts.discardAll}</Button>
          </>
        )
      }
    >
      {step !== null && (
        <ConfirmDialog
          title={texts.steps[step.type].title(step.letter === null)}
          detail={texts.steps[step.type].detail}
          confirm={texts.steps[step.type].confirm}
          look={step.type === 'replay' ? 'primary' : 'danger'}
          onConfirm={() => act(step)}
          onClose={() => setStep(null)}
        />
      )}
    </ListPage>
  )
}

function useLetterColumns(onStep: (step: Step) => void): readonly Column<DeadLetterSummary>[] {
  const { deadLetters: texts } = useTexts(administration)
  const formats = useFormats()
  const nameOf = ({ document, queue }: DeadLetterSummary) =>
    document === null ? queue : (document.title ?? texts.hiddenDocument)
  return [
    {
      id: 'what',
      name: texts.what,
      cell: (letter) => (
        <>
          <span className="block [overflow-wrap:anywhere]">{nameOf(letter)}</span>
          <span className="block font-normal text-ink-soft">{letter.queue}</span>
        </>
      ),
    },
    {
      id: 'reason',
      name: texts.reason,
      cell: (letter) => <span className="block max-w-xl min-w-56 [overflow-wrap:anywhere]">{letter.reason}</span>,
    },
    { id: 'stage', name: texts.stage, cell: (letter) => letter.stage ?? '–' },
    { id: 'attempts', name: texts.attempts, align: 'right', cell: (letter) => formats.number(letter.attempts) },
    { id: 'time', name: texts.failedAt, cell: (letter) => formats.time(letter.failed_at) },
    {
      id: 'actions',
      name: texts.actions,
      nameHidden: true,
      align: 'right',
      cell: (letter) => (
        <RowActions>
          <Button
            look="quiet"
            aria-label={texts.replayNamed(nameOf(letter))}
            onClick={() => onStep({ type: 'replay', letter })}
          >
            {texts.replay}
          </Button>
          <Button
            look="quiet"
            aria-label={texts.discardNamed(nameOf(letter))}
            onClick={() => onStep({ type: 'discard', letter })}
          >
            {texts.discard}
          </Button>
        </RowActions>
      ),
    },
  ]
}
