import type { Principal } from '../contracts/principal.ts'

/** What each of the three credentials yields: a token, a session or an API key. */
export interface Verified {
  readonly principal: Principal
  /** Rights that were taken away after this moment make the credential invalid. */
  readonly issuedAt: Date
  readonly expiresAt: Date
}
