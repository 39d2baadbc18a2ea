import type { Problem } from '../../src/client/request-failed.ts'
import { assertNever } from '../../src/contracts/assert-never.ts'
import { PROBLEMS } from '../../src/contracts/errors.ts'
import type { Feedback } from '../../src/contracts/feedback.ts'
import type { AnswerEnvelope, AnswerPart, Citation } from '../../src/contracts/orchestration.ts'
import type { Filters } from './filter-choice.ts'
import { localProblem } from './problem.ts'

/** One question of a conversation and what is known of its answer so far. */
export interface Turn {
  readonly id: string
  /** What the server keeps the answer under; null until it has said so. */
  readonly answerId: string | null
  readonly question: string
  readonly filters: Filters
  readonly phase: 'searching' | 'answering' | 'done' | 'stopped' | 'failed'
  /** How many passages were found, or null while they are searched. */
  readonly passages: number | null
  /** The answer's text so far, markers included. */
  readonly text: string
  readonly citations: readonly Citation[]
  /** The whole answer, once it is complete. */
  readonly answer: AnswerEnvelope | null
  readonly problem: Problem | null
  /** What became of its sources since: documents with a newer version, and whether any source is gone. */
  readonly changed: { readonly documentIds: ReadonlySet<string>; readonly gone: boolean }
  readonly feedback: Pick<Feedback, 'rating' | 'reason' | 'text'> | null
}

export const NOTHING_CHANGED: Turn['changed'] = { documentIds: new Set(), gone: false }

/** A turn that was just asked. */
export function newTurn(id: string, question: string, filters: Filters = {}): Turn {
  return {
    id,
    answerId: null,
    question,
    filters,
    phase: 'searching',
    passages: null,
    text: '',
    citations: [],
    answer: null,
    problem: null,
    changed: NOTHING_CHANGED,
    feedback: null,
  }
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
  return isRunning(turn) ? { ...turn, phase: 'failed', problem: localProblem('broken-off') } : turn
}

function streamProblem(part: Extract<AnswerPart, { type: 'error' }>): Problem {
  const known = Object.entries(PROBLEMS).find(([code]) => code === part.code)
  const title = known?.[1].title ?? PROBLEMS['internal-error'].title
  return { ...localProblem(part.code), title, detail: part.detail, requestId: part.request_id }
}
