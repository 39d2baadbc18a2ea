import { type Problem, RequestFailed } from '../../src/client/request-failed.ts'
import type { Messages } from '../messages/en.ts'

/** The problem in anything that was thrown: known ones as they are, broken connections as `unreachable`. */
export function problemOf(error: unknown): Problem {
  return error instanceof RequestFailed ? error.problem : localProblem('unreachable')
}

/** A problem that the client found by itself; `problemWords` has its words. */
export function localProblem(code: LocalCode | (string & {})): Problem {
  return { status: null, code, title: '', detail: '', requestId: null, retryAfterInSeconds: null, members: {} }
}
type LocalCode = 'unreachable' | 'unreadable' | 'broken-off'

/**
 * What to say of a problem: our own words for what the client found and for what the language has words of, the server's
 * otherwise.
 */
export function problemWords({ code, title, detail }: Problem, { problem }: Messages) {
  switch (code) {
    case 'unreachable':
      return { title: problem.unreachableTitle, detail: problem.unreachableDetail }
    case 'unreadable':
      return { title: problem.unreadableTitle, detail: problem.unreadableDetail }
    case 'broken-off':
      return { title: problem.brokenOffTitle, detail: problem.brokenOffDetail }
    default:
      return { title: wordsFor(problem.titles, code, title), detail: wordsFor(problem.details, code, detail) }
  }
}

function wordsFor(words: Readonly<Record<string, string>>, code: string, serverWords: string): string {
  return Object.hasOwn(words, code) ? (words[code] ?? serverWords) : serverWords
}
