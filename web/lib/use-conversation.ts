import { type Dispatch, type RefObject, useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { askStream } from '../../src/client/ask-stream.ts'
import type { Problem } from '../../src/client/request-failed.ts'
import { client } from './client.ts'
import { beginConversation, forgetAnswer, readConversation } from './conversations.ts'
import type { Filters } from './filter-choice.ts'
import { turnFromPast } from './past-turn.ts'
import { problemOf } from './problem.ts'
import { isRunning, type Turn } from './turn.ts'
import { type TurnAction, turnsAfter } from './turns.ts'

export interface Conversation {
  readonly turns: readonly Turn[]
  readonly running: boolean
  /** Why the conversation of the address could not be opened, or null. */
  readonly problem: Problem | null
  readonly loading: boolean
  readonly ask: (question: string, filters: Filters) => void
  /** Ask something in place of a turn, whose answer is forgotten. `interpret`: see `AskInput`. */
  readonly replace: (turn: Turn, question: string, interpret: boolean) => void
  readonly rate: (turn: Turn, feedback: Turn['feedback']) => void
  readonly stop: () => void
  readonly reload: () => void
}

interface ConversationOptions {
  /** The conversation of the address, or null for a new one. */
  readonly id: string | null
  /** A new one was begun by its first question. */
  readonly onBegun: (id: string) => void
  /** A question was answered, so that titles and order in lists are out of date. */
  readonly onAnswered: () => void
  readonly onSignedOut: () => void
}

/** The conversation that is open: reads it, asks, streams, stops. At most one question runs; asking another stops it. */
export function useConversation({ id, onBegun, onAnswered, onSignedOut }: ConversationOptions): Conversation {
  const [turns, dispatch] = useReducer(turnsAfter, [])
  const [round, setRound] = useState(0)
  const current = useRef<AbortController | null>(null)
  /** The conversation that the turns belong to; begun here, it need not be read. */
  const open = useRef<string | null>(null)

  const stop = useCallback(() => current.current?.abort(), [])
  useEffect(() => stop, [stop])

  const { problem, loading } = useReading({ id, open, round, stop, dispatch, onSignedOut })

  const run = useCallback(
    async (turn: Pick<Turn, 'id' | 'question' | 'filters'>, interpret: boolean) => {
      current.current?.abort()
      const controller = new AbortController()
      const { signal } = controller
      current.current = controller
      const { id: turnId, question, filters } = turn
      dispatch({ type: 'asked', id: turnId, question, filters })
      try {
        const conversation_id = open.current ?? (await beginConversation(signal)).id
        if (open.current === null) {
          open.current = conversation_id
          onBegun(conversation_id)
        }
        const asked = { query: question, conversation_id, ...(interpret ? {} : { interpret }), ...filtersOf(filters) }
        const keep = (answerId: string) => dispatch({ type: 'kept', id: turnId, answerId })
        for await (const part of askStream(client, asked, signal, keep)) dispatch({ type: 'part', id: turnId, part })
        dispatch({ type: 'ended', id: turnId })
        onAnswered()
      } catch (error) {
        if (signal.aborted) return dispatch({ type: 'stopped', id: turnId })
        const problem = problemOf(error)
        dispatch({ type: 'failed', id: turnId, problem })
        if (problem.status === 401) onSignedOut()
      }
    },
    [onBegun, onAnswered, onSignedOut],
  )

  return {
    turns,
    running: turns.some(isRunning),
    problem,
    loading,
    ask: (question, filters) => void run({ id: newId(), question, filters }, true),
    replace: (turn, question, interpret) => {
      // That it stays in the list when this fails is no harm: it is the asker's own.
      if (turn.answerId !== null) forgetAnswer(turn.answerId).catch(() => {})
      void run({ ...turn, question }, interpret)
    },
    rate: (turn, feedback) => dispatch({ type: 'rated', id: turn.id, feedback }),
    stop,
    reload: () => {
      open.current = null
      setRound((count) => count + 1)
    },
  }
}

interface ReadingOptions extends Pick<ConversationOptions, 'id' | 'onSignedOut'> {
  readonly open: RefObject<string | null>
  /** A new one reads again. */
  readonly round: number
  readonly stop: () => void
  readonly dispatch: Dispatch<TurnAction>
}

/** Reads the conversation of the address whenever that is another than the open one. */
function useReading({ id, open, round, stop, dispatch, onSignedOut }: ReadingOptions) {
  const [read, setRead] = useState<{ readonly problem: Problem | null; readonly loading: boolean }>(AT_REST)

  // oxlint-disable-next-line react/exhaustive-deps -- a new round must read again.
  useEffect(() => {
    if (id === open.current) return undefined
    stop()
    open.current = id
    dispatch({ type: 'opened', turns: [] })
    setRead({ problem: null, loading: id !== null })
    if (id === null) return undefined
    const controller = new AbortController()
    const show = async () => {
      try {
        const details = await readConversation(id, controller.signal)
        dispatch({ type: 'opened', turns: details.turns.map(turnFromPast) })
        setRead(AT_REST)
      } catch (error) {
        if (controller.signal.aborted) return
        const problem = problemOf(error)
        if (problem.status === 401) onSignedOut()
        setRead({ problem, loading: false })
      }
    }
    void show()
    return () => controller.abort()
  }, [id, open, round, stop, dispatch, onSignedOut])
  return read
}

const AT_REST = { problem: null, loading: false } as const

/** Only what restricts something: an empty filter would be refused. */
function filtersOf(filters: Filters): { readonly filters?: Filters } {
  return Object.keys(filters).length === 0 ? {} : { filters }
}

/** An id for this page only; `crypto.randomUUID` is missing where the page is not served from a secure origin. */
function newId(): string {
  return `turn-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
}
