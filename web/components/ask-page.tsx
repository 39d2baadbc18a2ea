'use client'

import { useCallback, useState } from 'react'
import { filtersFor, NO_FILTER } from '../lib/filter-choice.ts'
import { useConversation } from '../lib/use-conversation.ts'
import { useConversationAddress } from '../lib/use-conversation-address.ts'
import { useEscape } from '../lib/use-escape.ts'
import { useHistory } from '../lib/use-history.ts'
import { useLibrary } from '../lib/use-library.ts'
import { type SourceView, useOpenedSource } from '../lib/use-opened-source.ts'
import { useWideScreen } from '../lib/use-wide-screen.ts'
import { AnswerStatus } from './answer-status.tsx'
import { ConversationBar } from './conversation-bar.tsx'
import { FilterBar } from './filter-bar.tsx'
import { HistoryPane } from './history-pane.tsx'
import { HistoryPanel } from './history-panel.tsx'
import { usePageKey } from './keys-provider.tsx'
import { useMessages } from './preferences-provider.tsx'
import { QuestionBox } from './question-box.tsx'
import { useSession } from './session-gate.tsx'
import { SourcePanel } from './source-panel.tsx'
import { Suggestions } from './suggestions.tsx'
import { TurnList } from './turn-list.tsx'

/** Ask: conversations at the side, the open one in the middle, the source that is looked at beside it. */
export function AskPage({ maximumLength }: { readonly maximumLength: number }) {
  const messages = useMessages()
  const { reportSignedOut } = useSession()
  const wide = useWideScreen()
  const { id, goTo } = useConversationAddress()
  const history = useHistory()
  const library = useLibrary()
  const [choice, setChoice] = useState(NO_FILTER)
  /** Null until somebody said: then they are shown where there is room. */
  const [listed, setListed] = useState<boolean | null>(null)
  const conversation = useConversation({
    id,
    onBegun: useCallback((begun: string) => goTo(begun, 'replace'), [goTo]),
    onAnswered: history.refresh,
    onSignedOut: reportSignedOut,
  })
  const { turns, running, ask, stop } = conversation
  const source = useOpenedSource(turns)
  useEscape(running ? stop : source.close, running || source.opened !== null)

  const open = (next: string | null) => {
    source.close()
    if (!wide) setListed(false)
    goTo(next, 'push')
  }
  useAskKeys(source, () => open(null))
  const started = turns.length > 0 || id !== null
  const isListed = listed ?? wide
  const submit = (question: string) => ask(question, filtersFor(choice, Date.now()))

  return (
    <div className="flex w-full grow">
      {isListed && (
        <HistoryPane wide={wide} onClose={() => setListed(false)}>
          <HistoryPanel history={history} openId={id} onOpen={open} />
        </HistoryPane>
      )}
      <div className="mx-auto flex min-w-0 max-w-6xl grow gap-6 px-4 sm:px-6">
        <main id="content" className="mx-auto flex w-full min-w-0 max-w-3xl grow flex-col">
          <AnswerStatus turn={turns.at(-1)} />
          <ConversationBar listed={isListed} onList={setListed} printable={turns.length > 0} />
          {started ? <h1 className="sr-only">{messages.ask.title}</h1> : <Welcome />}
          {started && <TurnList conversation={conversation} source={source} maximumLength={maximumLength} />}
          <div className={started ? 'sticky bottom-0 z-10 -mx-3 bg-paper px-3 pb-3 print:hidden' : ''}>
            <QuestionBox maximumLength={maximumLength} started={started} running={running} onAsk={submit} onStop={stop}>
              <FilterBar choice={choice} collections={library.collections} onChange={setChoice} />
            </QuestionBox>
          </div>
          {!started && <Suggestions library={library} onPick={submit} />}
        </main>
        {source.opened !== null && (
          <SourcePanel
            sources={source.sources}
            index={source.opened.index}
            onMove={source.move}
            onClose={source.close}
          />
        )}
      </div>
    </div>
  )
}

/** The single keys of this page. */
function useAskKeys(source: SourceView, begin: () => void): void {
  const messages = useMessages()
  usePageKey('n', messages.history.begin, begin)
  usePageKey('[', messages.source.previousKey, () => source.step(-1))
  usePageKey(']', messages.source.nextKey, () => source.step(1))
}

function Welcome() {
  const messages = useMessages()
  return (
    <div className="pt-[5vh] pb-8 sm:pt-[10vh]">
      <h1 className="font-serif text-4xl font-semibold tracking-tight text-balance sm:text-5xl">
        {messages.ask.title}
      </h1>
      <p className="mt-4 max-w-xl text-lg leading-relaxed text-ink-soft">{messages.ask.lead}</p>
    </div>
  )
}
