'use client'

import { EyeOff } from 'lucide-react'
import Link from 'next/link'
import { useCallback, useMemo } from 'react'
import type { SharedAnswer } from '../../src/contracts/shared-answers.ts'
import { openShared, turnFromShared } from '../lib/shares.ts'
import { sourcesOf } from '../lib/sources.ts'
import { useEscape } from '../lib/use-escape.ts'
import { useLoad } from '../lib/use-load.ts'
import { useOpenedSource } from '../lib/use-opened-source.ts'
import { usePreparedSource } from '../lib/use-prepared-source.ts'
import { AnswerBanner } from './answer-banner.tsx'
import { useFormats, useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { SourceList } from './source-list.tsx'
import { SourcePanel } from './source-panel.tsx'
import { TurnAnswer } from './turn-answer.tsx'
import { Waiting } from './ui/waiting.tsx'

/** An answer whose link a colleague gave. */
export function SharedPage({ id }: { readonly id: string }) {
  const { share } = useMessages()
  const { value, problem, refresh } = useLoad(useCallback((signal) => openShared(id, signal), [id]))
  if (value !== null) return <Shown shared={value} />
  return (
    <main id="content" className="mx-auto w-full max-w-3xl px-4 pt-10 pb-16 sm:px-6">
      {problem === null && <Waiting text={share.loading} />}
      {/* A link that was cut off is no id at all, and leads as little anywhere as one that was ended. */}
      {problem !== null && (problem.status === 404 || problem.status === 400) ? (
        <>
          <h1 className="font-serif text-3xl font-semibold">{share.goneTitle}</h1>
          <p className="mt-3 leading-relaxed text-ink-soft">{share.goneDetail}</p>
          <AskLink />
        </>
      ) : (
        problem !== null && (
          <>
            <h1 className="sr-only">{share.page}</h1>
            <ProblemNotice problem={problem} onRetry={refresh} />
          </>
        )
      )}
    </main>
  )
}

function Shown({ shared }: { readonly shared: SharedAnswer }) {
  const { share } = useMessages()
  const formats = useFormats()
  const turn = useMemo(() => turnFromShared(shared), [shared])
  const source = useOpenedSource(useMemo(() => [turn], [turn]))
  useEscape(source.close, source.opened !== null)
  usePreparedSource(turn, true)
  const opened = {
    openedIndex: source.opened?.index ?? null,
    onOpen: (index: number) => source.open({ turnId: turn.id, index }),
  }
  const nothing = shared.sources > 0 && shared.withheld === shared.sources
  return (
    <div className="mx-auto flex w-full max-w-6xl grow gap-6 px-4 sm:px-6">
      <main id="content" className="mx-auto w-full min-w-0 max-w-3xl pt-10 pb-16">
        <h1 className="sr-only">{share.page}</h1>
        <p className="text-sm text-ink-soft">{share.askedOn(formats.day(shared.asked_at))}</p>
        <h2 className="mt-1.5 text-xl leading-snug font-semibold text-pretty [overflow-wrap:anywhere]">
          {turn.question}
        </h2>
        {nothing && <AnswerBanner icon={EyeOff}>{share.nothing}</AnswerBanner>}
        {!nothing && shared.withheld > 0 && (
          <AnswerBanner icon={EyeOff}>{share.partly(shared.withheld, shared.sources)}</AnswerBanner>
        )}
        {!nothing && <TurnAnswer turn={turn} {...opened} />}
        {sourcesOf(turn).length > 0 && <SourceList turn={turn} {...opened} />}
        <AskLink />
      </main>
      {source.opened !== null && (
        <SourcePanel sources={source.sources} index={source.opened.index} onMove={source.move} onClose={source.close} />
      )}
    </div>
  )
}

function AskLink() {
  const { share } = useMessages()
  return (
    <p className="mt-8">
      <Link
        href="/"
        prefetch={false}
        className="font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
      >
        {share.ask}
      </Link>
    </p>
  )
}
