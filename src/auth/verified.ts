import type { Principal } from '../contracts/principal.ts'

/** What each of the three credentials yields: a token, a session or an API key. */
export interface Verified {
  readonly principal: Principal
  /** Rights that were taken away after this moment make the credential invalid. */
  readonly issuedAt: Date
  readonly expiresAt: Date
  /** Who vouches for the caller, as the table of people names it; a token of one provider never speaks for a person of another. */
  readonly issuer?: string
}
