import { type ProblemError, problem } from '../contracts/errors.ts'

/** Why a token was refused: for our own log, never for the caller. */
export type RefusalReason =
  | 'shape'
  | 'issuer'
  | 'key'
  | 'signature'
  | 'claims'
  | 'audience'
  | 'expired'
  | 'wrong-kind'
  | 'scope'

export class TokenRefused extends Error {
  override readonly name = 'TokenRefused'
  readonly reason: RefusalReason

  constructor(reason: RefusalReason) {
    super(`the token was refused: ${reason}`)
    this.reason = reason
  }
}

/**
 * Refuse a bearer credential: one sentence for every reason, so that nobody can feel their way forward. The cause is for
 * our own code and never sent.
 */
export function notAuthenticated(cause?: TokenRefused): ProblemError {
  return problem('not-authenticated', 'Send a valid bearer token or API key, for example from `npx footnote token`.', {
    cause,
  })
}
