import type { Problem } from '../../src/client/request-failed.ts'
import { assertNever } from '../../src/contracts/assert-never.ts'
import type { AnswerPart } from '../../src/contracts/orchestration.ts'
import { isRunning, newTurn, type Turn, withEnd, withPart } from './turn.ts'

/** What can happen to the turns of the conversation that is shown. */
export type TurnAction =
  | { readonly type: 'opened'; readonly turns: readonly Turn[] }
  | { readonly type: 'asked'; readonly id: string; readonly question: string; readonly filters: Turn['filters'] }
  | { readonly type: 'part'; readonly id: string; readonly part: AnswerPart }
  | { readonly type: 'kept'; readonly id: string; readonly answerId: string }
  | { readonly type: 'rated'; readonly id: string; readonly feedback: Turn['feedback'] }
  | { readonly type: 'ended' | 'stopped'; readonly id: string }
  | { readonly type: 'failed'; readonly id: string; readonly problem: Problem }

/** The turns after it happened. Asking with the id of a turn that is there puts the new question in its place. */
export function turnsAfter(turns: readonly Turn[], action: TurnAction): readonly Turn[] {
  if (action.type === 'opened') return action.turns
  if (action.type === 'asked' && turns.every((turn) => turn.id !== action.id)) {
    return [...turns, newTurn(action.id, action.question, action.filters)]
  }
  return turns.map((turn) => (turn.id === action.id ? changed(turn, action) : turn))
}

function changed(turn: Turn, action: Exclude<TurnAction, { type: 'opened' }>): Turn {
  switch (action.type) {
    case 'asked':
      return newTurn(action.id, action.question, action.filters)
    case 'part':
      return withPart(turn, action.part)
    case 'kept':
      return { ...turn, answerId: action.answerId }
    case 'rated':
      return { ...turn, feedback: action.feedback }
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
