import { useCallback, useEffect, useReducer, useRef } from 'react'
import { askStream } from '../../src/client/ask-stream.ts'
import type { Problem } from '../../src/client/request-failed.ts'
import { assertNever } from '../../src/contracts/assert-never.ts'
import type { AnswerPart } from '../../src/contracts/orchestration.ts'
import { client } from './client.ts'
import { problemOf } from './problem.ts'
import { isRunning, newTurn, type Turn, withEnd, withPart } from './turn.ts'

type Action =
  | { readonly type: 'asked'; readonly id: string; readonly question: string }
  | { readonly type: 'part'; readonly id: string; readonly part: AnswerPart }
  | { readonly type: 'ended' | 'stopped'; readonly id: string }
  | { readonly type: 'failed'; readonly id: string; readonly problem: Problem }

export interface Conversation {
  readonly turns: readonly Turn[]
  readonly running: boolean
  readonly ask: (question: string) => void
  /** Ask a question of this visit again; its new answer takes the place of the old one. `interpret`: see `AskInput`. */
  readonly retry: (turn: Turn, interpret: boolean) => void
  readonly stop: () => void
}

/** The questions of this visit: asks, streams, stops. At most one question runs; asking another stops it. */
export function useConversation(onSignedOut: () => void): Conversation {
  const [turns, dispatch] = useReducer(reduce, [])
  const current = useRef<AbortController | null>(null)

  const stop = useCallback(() => current.current?.abort(), [])
  useEffect(() => stop, [stop])

  const run = useCallback(
    async (id: string, question: string, interpret: boolean) => {
      current.current?.abort()
      const controller = new AbortController()
      current.current = controller
      dispatch({ type: 'asked', id, question })
      try {
        const asked = interpret ? { query: question } : { query: question, interpret }
        for await (const part of askStream(client, asked, controller.signal)) dispatch({ type: 'part', id, part })
        dispatch({ type: 'ended', id })
      } catch (error) {
        if (controller.signal.aborted) return dispatch({ type: 'stopped', id })
        const problem = problemOf(error)
        dispatch({ type: 'failed', id, problem })
        if (problem.status === 401) onSignedOut()
      }
    },
    [onSignedOut],
  )

  return {
    turns,
    running: turns.some(isRunning),
    ask: (question) => void run(newId(), question, true),
    retry: (turn, interpret) => void run(turn.id, turn.question, interpret),
    stop,
  }
}

function reduce(turns: readonly Turn[], action: Action): readonly Turn[] {
  if (action.type === 'asked' && turns.every((turn) => turn.id !== action.id)) {
    return [...turns, newTurn(action.id, action.question)]
  }
  return turns.map((turn) => (turn.id === action.id ? changed(turn, action) : turn))
}

function changed(turn: Turn, action: Action): Turn {
  switch (action.type) {
    case 'asked':
      return newTurn(action.id, action.question)
    case 'part':
      return withPart(turn, action.part)
    case 'ended':
      return withEnd(turn)
    case 'stopped':
      return isRunning(turn) ? { ...turn, phase: 'stopped' } : turn
    case 'failed':
      return { ...turn, phase: 'failed', problem: action.problem }
    default:
      return assertNever(action)
  }
}

/** An id for this page only; `crypto.randomUUID` is missing where the page is not served from a secure origin. */
function newId(): string {
  return `turn-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
}
