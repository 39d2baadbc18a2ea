import type { Conversation } from '../lib/use-conversation.ts'
import type { SourceView } from '../lib/use-opened-source.ts'
import { useMessages } from './preferences-provider.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { TurnView } from './turn-view.tsx'

interface TurnListProps {
  readonly conversation: Conversation
  readonly source: SourceView
  readonly maximumLength: number
}

/** The questions and answers of a conversation, or why there are none to show. */
export function TurnList({ conversation, source, maximumLength }: TurnListProps) {
  const messages = useMessages()
  const { turns, problem, loading, reload, replace, rate } = conversation
  const { opened } = source
  return (
    <>
      {problem !== null && <ProblemNotice problem={problem} onRetry={reload} />}
      {loading && <Loading />}
      <section aria-label={messages.answer.region} className="grow pt-3 pb-10">
        {turns.map((turn, index) => (
          <TurnView
            key={turn.id}
            turn={turn}
            latest={index === turns.length - 1}
            maximumLength={maximumLength}
            openedIndex={opened?.turnId === turn.id ? opened.index : null}
            onOpen={(next) => source.open({ turnId: turn.id, index: next })}
            onReplace={(question, interpret) => {
              if (opened?.turnId === turn.id) source.close()
              replace(turn, question, interpret)
            }}
            onRated={(feedback) => rate(turn, feedback)}
          />
        ))}
      </section>
    </>
  )
}

function Loading() {
  const messages = useMessages()
  return (
    <output className="block grow space-y-4 pt-6">
      <span className="sr-only">{messages.history.loading}</span>
      <span className="skeleton h-5 w-2/3" />
      <span className="skeleton h-3" />
      <span className="skeleton h-3" />
      <span className="skeleton h-3 w-4/5" />
    </output>
  )
}
