import type { Problem } from '../../src/client/request-failed.ts'
import { assertNever } from '../../src/contracts/assert-never.ts'
import { PROBLEMS } from '../../src/contracts/errors.ts'
import type { AnswerEnvelope, AnswerPart, Citation } from '../../src/contracts/orchestration.ts'
import { localProblem } from './problem.ts'

/** One question of this visit and what is known of its answer so far. */
export interface Turn {
  readonly id: string
  readonly question: string
  readonly phase: 'searching' | 'answering' | 'done' | 'stopped' | 'failed'
  /** How many passages were found, or null while they are searched. */
  readonly passages: number | null
  /** The answer's text so far, markers included. */
  readonly text: string
  readonly citations: readonly Citation[]
  /** The whole answer, once it is complete. */
  readonly answer: AnswerEnvelope | null
  readonly problem: Problem | null
}

/** A turn that was just asked. */
export function newTurn(id: string, question: string): Turn {
  return { id, question, phase: 'searching', passages: null, text: '', citations: [], answer: null, problem: null }
}

/** True while parts may still arrive. */
export function isRunning(turn: Turn): boolean {
  return turn.phase === 'searching' || turn.phase === 'answering'
}

/** The turn after one more part of its stream. */
export function withPart(turn: Turn, part: AnswerPart): Turn {
  switch (part.type) {
    case 'retrieval-end':
      return { ...turn, phase: 'answering', passages: part.passages }
    case 'citation':
      return { ...turn, citations: [...turn.citations, part.citation] }
    case 'text-delta':
      return { ...turn, phase: 'answering', text: turn.text + part.text }
    case 'answer-end':
      // The envelope is the truth: it replaces what was pieced together from the stream.
      return { ...turn, phase: 'done', text: part.answer.answer, citations: part.answer.citations, answer: part.answer }
    case 'error':
      return { ...turn, phase: 'failed', problem: streamProblem(part) }
    default:
      return assertNever(part)
  }
}

/** The turn after its stream ended: one that never said `answer-end` broke off. */
export function withEnd(turn: Turn): Turn {
  if (!isRunning(turn)) return turn
  const problem = localProblem('broken-off')
  return { ...turn, phase: 'failed', problem }
}

function streamProblem(part: Extract<AnswerPart, { type: 'error' }>): Problem {
  const known = Object.entries(PROBLEMS).find(([code]) => code === part.code)
  const title = known?.[1].title ?? PROBLEMS['internal-error'].title
  return { ...localProblem(part.code), title, detail: part.detail, requestId: part.request_id }
}
