'use client'

import { assertNever } from '../../../src/contracts/assert-never.ts'
import { client } from '../../lib/client.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { ActivatePromptForm } from './activate-prompt-form.tsx'
import { PromptForm } from './prompt-form.tsx'
import { PromptReader } from './prompt-reader.tsx'

/** What is being done about versions of the wording. */
export type PromptStep =
  | { readonly type: 'draft'; readonly from: number }
  | { readonly type: 'read' | 'review' | 'activate'; readonly version: number }
  | { readonly type: 'roll-back' }

interface PromptDialogsProps {
  readonly step: PromptStep
  readonly onStep: (step: PromptStep | null) => void
  readonly onChanged: () => void
}

export function PromptDialogs({ step, onStep, onChanged }: PromptDialogsProps) {
  const { prompts: texts } = useTexts(administration)
  const close = () => onStep(null)
  switch (step.type) {
    case 'draft':
      return <PromptForm from={step.from} onDrafted={onChanged} onClose={close} />
    case 'read':
      return <PromptReader version={step.version} onClose={close} />
    case 'review':
      // Whoever says that they have read it sees it: what changed stands first.
      return <PromptReader version={step.version} onReviewed={onChanged} onClose={close} />
    case 'activate':
      return <ActivatePromptForm version={step.version} onActivated={onChanged} onClose={close} />
    case 'roll-back':
      return (
        <ConfirmDialog
          title={texts.rollBackTitle}
          detail={texts.rollBackDetail}
          confirm={texts.rollBack}
          look="primary"
          onConfirm={async () => {
            await client.POST('/api/admin/prompts/rollback')
            onChanged()
          }}
          onClose={close}
        />
      )
    default:
      return assertNever(step)
  }
}
