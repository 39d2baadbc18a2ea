import type { Principal } from '../contracts/principal.ts'
import type { KeyStore } from './key-store.ts'
import { TokenRefused } from './refusal.ts'
import type { StrictToken } from './strict-token.ts'
import type { VerificationKey } from './verification-key.ts'

export type Claims = Readonly<Record<string, unknown>>

/** What must hold of a token of one kind. Nothing of one kind is ever good for another. */
export interface ExpectedToken {
  readonly issuer: string
  readonly audiences: readonly string[]
  readonly algorithms: readonly string[]
  readonly requiredClaims: readonly string[]
  readonly keys: KeyStore
  /** True when this key may sign for this issuer. */
  readonly isKeyOfIssuer: (key: VerificationKey) => boolean
  /** Read a token whose signature, issuer, audience and times are right. Throws `TokenRefused` or a Zod error. */
  readonly identify: (claims: Claims, now: number) => Promise<Identified>
}

export interface Identified {
  readonly principal: Principal
  /** Who vouches for the person, as the table of people names it. */
  readonly issuer: string
  /** From then on the same token must be looked at again: it does not say everything itself. */
  readonly checkAgainAt?: number
}

/** The rules of one provider. */
export interface TokenRules {
  readonly name: 'local' | 'entra' | 'oidc'
  /** What to expect of a token that claims to come from this provider; null when it claims another one. Throws `TokenRefused`. */
  readonly expect: (token: StrictToken) => ExpectedToken | null
}

/** Refuse a token unless its type is one of these, in any letters, with or without the leading `application/` (RFC 7515). */
export function requireType({ header }: StrictToken, allowed: readonly (string | undefined)[]): void {
  const type = header.typ?.toLowerCase().replace(/^application\//, '')
  if (!allowed.includes(type)) throw new TokenRefused('wrong-kind')
}
