'use client'

import { useCallback } from 'react'
import type { PromptDiff, PromptVersion } from '../../../src/contracts/prompts.ts'
import { client } from '../../lib/client.ts'
import { readPrompt, readPromptDiff } from '../../lib/prompts.ts'
import { type Loaded, useLoad } from '../../lib/use-load.ts'
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
  const loaded = useTextsOf(version)
  const content = <PromptTexts loaded={loaded} />
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
      ready={loaded.value !== null}
      onSubmit={review}
      onClose={onClose}
    >
      {content}
    </FormDialog>
  )
}

interface TextsOfVersion {
  readonly prompt: PromptVersion
  readonly diff: PromptDiff
}

function useTextsOf(version: number): Loaded<TextsOfVersion> {
  const read = useCallback(
    async (signal: AbortSignal) => {
      const [prompt, diff] = await Promise.all([readPrompt(version, signal), readPromptDiff(version, signal)])
      return { prompt, diff }
    },
    [version],
  )
  return useLoad(read)
}

function PromptTexts({ loaded: { value, problem, refresh } }: { readonly loaded: Loaded<TextsOfVersion> }) {
  const { prompts: texts } = useTexts(administration)
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
    <section
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys.
      tabIndex={0}
      className="max-h-[50dvh] overflow-y-auto rounded-lg border border-line bg-sunken p-4"
    >
      <p className="font-mono text-sm leading-relaxed whitespace-pre-wrap [overflow-wrap:anywhere]">{text}</p>
    </section>
  )
}
