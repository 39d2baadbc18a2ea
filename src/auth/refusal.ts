import { type ProblemError, problem } from '../contracts/errors.ts'

/** Refuse a bearer credential: one sentence for every reason, so that nobody can feel their way forward. */
export function notAuthenticated(): ProblemError {
  return problem('not-authenticated', 'Send a valid bearer token or API key, for example from `npx footnote token`.')
}
