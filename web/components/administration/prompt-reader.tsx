'use client'

import { useCallback } from 'react'
import { client } from '../../lib/client.ts'
import { readPrompt, readPromptDiff } from '../../lib/prompts.ts'
import { useLoad } from '../../lib/use-load.ts'
import { useTexts } from '../../lib/use-texts.ts'
import { administration } from '../../messages/administration.ts'
import { ProblemNotice } from '../problem-notice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { Waiting } from '../ui/waiting.tsx'
import { DiffLines } from './diff-lines.tsx'

interface PromptReaderProps {
  readonly version: number
  /** Given when whoever reads it can say so. */
  readonly onReviewed?: () => void
  readonly onClose: () => void
}

/** A version of the wording: what it changes, its words, and all that a model gets. */
export function PromptReader({ version, onReviewed, onClose }: PromptReaderProps) {
  const { prompts: texts } = useTexts(administration)
  const content = <PromptTexts version={version} />
  if (onReviewed === undefined) {
    return (
      <Dialog shape="wide" title={texts.readTitle(version)} onClose={onClose}>
        <div className="mt-4">{content}</div>
      </Dialog>
    )
  }
  const review = async () => {
    await client.POST('/api/admin/prompts/{version}/review', { params: { path: { version } } })
    onReviewed()
  }
  return (
    <FormDialog
      wide
      title={texts.reviewTitle(version)}
      lead={texts.reviewLead}
      submit={texts.approve}
      onSubmit={review}
      onClose={onClose}
    >
      {content}
    </FormDialog>
  )
}

function PromptTexts({ version }: { readonly version: number }) {
  const { prompts: texts } = useTexts(administration)
  const read = useCallback(
    async (signal: AbortSignal) => {
      const [prompt, diff] = await Promise.all([readPrompt(version, signal), readPromptDiff(version, signal)])
      return { prompt, diff }
    },
    [version],
  )
  const { value, problem, refresh } = useLoad(read)
  if (problem !== null) return <ProblemNotice problem={problem} onRetry={refresh} />
  if (value === null) return <Waiting text={texts.loading} />
  const { prompt, diff } = value
  return (
    <Tabs
      label={texts.views}
      tabs={[
        { id: 'diff', name: texts.changes, content: <DiffLines lines={diff.lines} none={texts.noChanges} /> },
        { id: 'text', name: texts.text, content: <Words text={prompt.text} label={texts.text} /> },
        { id: 'sent', name: texts.asSent, content: <Words text={prompt.as_sent} label={texts.asSent} /> },
      ]}
    />
  )
}

function Words({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys.
    <section
      aria-label={label}
      tabIndex={0}
      className="max-h-[50dvh] overflow-y-auto rounded-lg border border-line bg-sunken p-4"
    >
      <p className="font-mono text-sm leading-relaxed whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
    </section>
  )
}
