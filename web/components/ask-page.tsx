'use client'

import { useRef, useState } from 'react'
import { assertNever } from '../../src/contracts/assert-never.ts'
import { sourcesOf } from '../lib/sources.ts'
import type { Turn } from '../lib/turn.ts'
import { useConversation } from '../lib/use-conversation.ts'
import { useEscape } from '../lib/use-escape.ts'
import type { Messages } from '../messages/en.ts'
import { useMessages } from './preferences-provider.tsx'
import { QuestionBox } from './question-box.tsx'
import { useSession } from './session-gate.tsx'
import { SourcePanel } from './source-panel.tsx'
import { Suggestions } from './suggestions.tsx'
import { TurnView } from './turn-view.tsx'

interface OpenedSource {
  readonly turnId: string
  readonly index: number
}

export function AskPage({ maximumLength }: { readonly maximumLength: number }) {
  const messages = useMessages()
  const { reportSignedOut } = useSession()
  const { turns, running, ask, retry, stop } = useConversation(reportSignedOut)
  const [opened, setOpened] = useState<OpenedSource | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const openedTurn = turns.find((turn) => turn.id === opened?.turnId)
  const sources = openedTurn === undefined ? [] : sourcesOf(openedTurn)
  const started = turns.length > 0

  const open = (turnId: string, index: number) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setOpened({ turnId, index })
  }
  const close = () => {
    setOpened(null)
    opener.current?.focus()
  }
  useEscape(running ? stop : close, running || opened !== null)

  const again = (turn: Turn, interpret: boolean) => {
    if (opened?.turnId === turn.id) setOpened(null)
    retry(turn, interpret)
  }

  return (
    <div className="mx-auto flex w-full max-w-7xl grow gap-8 px-4 sm:px-6">
      <main id="content" className="mx-auto flex w-full min-w-0 max-w-3xl grow flex-col">
        <output className="sr-only">{statusOf(turns.at(-1), messages)}</output>
        {started ? <h1 className="sr-only">{messages.ask.title}</h1> : <Welcome />}
        {started && (
          <section aria-label={messages.answer.region} className="grow pt-8 pb-10">
            {turns.map((turn, index) => (
              <TurnView
                key={turn.id}
                turn={turn}
                latest={index === turns.length - 1}
                openedIndex={opened?.turnId === turn.id ? opened.index : null}
                onOpen={(source) => open(turn.id, source)}
                onRetry={() => again(turn, true)}
                onAsWritten={() => again(turn, false)}
              />
            ))}
          </section>
        )}
        <div className={started ? 'sticky bottom-0 z-10 bg-paper pb-4 sm:pb-6' : ''}>
          <QuestionBox maximumLength={maximumLength} started={started} running={running} onAsk={ask} onStop={stop} />
        </div>
        {!started && <Suggestions onPick={ask} />}
      </main>
      {opened !== null && sources[opened.index] !== undefined && (
        <SourcePanel
          sources={sources}
          index={opened.index}
          onMove={(index) => setOpened({ ...opened, index })}
          onClose={close}
        />
      )}
    </div>
  )
}

function Welcome() {
  const messages = useMessages()
  return (
    <div className="pt-[8vh] sm:pt-[14vh] pb-8">
      <h1 className="font-serif text-4xl font-semibold tracking-tight text-balance sm:text-5xl">
        {messages.ask.title}
      </h1>
      <p className="mt-4 max-w-xl text-lg leading-relaxed text-ink-soft">{messages.ask.lead}</p>
    </div>
  )
}

/** One short sentence for screen readers; the answer itself is not announced word by word. */
function statusOf(turn: Turn | undefined, messages: Messages): string {
  if (turn === undefined) return ''
  switch (turn.phase) {
    case 'searching':
    case 'answering':
      return messages.answer.statusAnswering
    case 'done':
      return turn.answer?.outcome === 'abstained' ? messages.answer.statusAbstained : messages.answer.statusReady
    case 'stopped':
      return messages.answer.statusStopped
    case 'failed':
      return messages.answer.statusFailed
    default:
      return assertNever(turn.phase)
  }
}
