import { type Problem, RequestFailed } from '../../src/client/request-failed.ts'
import { messages } from './messages.ts'

/** The problem in anything that was thrown: known ones as they are, broken connections as "cannot be reached". */
export function problemOf(error: unknown): Problem {
  if (error instanceof RequestFailed) {
    if (error.problem.code !== 'unreadable') return error.problem
    return { ...error.problem, title: messages.problem.unreadableTitle, detail: messages.problem.unreadableDetail }
  }
  return localProblem('unreachable', messages.problem.unreachableTitle, messages.problem.unreachableDetail)
}

/** A problem the client found by itself. */
export function localProblem(code: string, title: string, detail: string): Problem {
  return { status: null, code, title, detail, requestId: null, retryAfterInSeconds: null }
}
